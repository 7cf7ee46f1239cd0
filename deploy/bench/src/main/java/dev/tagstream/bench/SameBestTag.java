package dev.tagstream.bench;

import dev.tagstream.bench.frame.AnswerComparison;
import dev.tagstream.pipeline.record.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares best tags of sides that preprocess images differently. */
final class SameBestTag implements AnswerComparison<List<List<Tag>>> {

  @Override
  public Verdict compare(List<List<Tag>> answers, List<List<Tag>> baseline) {
    long agreeing = 0;
    @Nullable String firstDifference = null;
    for (int i = 0; i < answers.size(); i++) {
      Tag best = answers.get(i).get(0);
      Tag other = baseline.get(i).get(0);
      if (best.index() == other.index()) {
        agreeing++;
      } else if (firstDifference == null) {
        firstDifference =
            "image %d of the round: %s %.6f, but %s %.6f"
                .formatted(i, best.label(), best.score(), other.label(), other.score());
      }
    }
    return new Verdict(answers.size(), agreeing, firstDifference);
  }
}

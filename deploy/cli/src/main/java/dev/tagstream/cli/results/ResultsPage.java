package dev.tagstream.cli.results;

import dev.tagstream.cli.page.PageFile;
import dev.tagstream.cli.page.PageHead;
import dev.tagstream.cli.page.PageHead.Figure;
import dev.tagstream.cli.page.PageLimits;
import dev.tagstream.cli.page.Thumbnails;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects outcomes and writes a page of them, with the images that their topic still retains. */
final class ResultsPage implements Consumer<Outcome> {

  /** The most outcomes in memory; a page leaves out more anyway. */
  private static final int MAX_OUTCOMES = PageLimits.USUAL.images();

  private final List<Outcome> outcomes = new ArrayList<>();
  private final Set<String> models = new TreeSet<>();
  private long tagged;
  private long rejected;
  private int without;

  @Override
  public void accept(Outcome outcome) {
    if (outcome instanceof Outcome.Result result) {
      tagged++;
      models.add(result.avro().getModelName());
    } else {
      rejected++;
    }
    if (outcomes.size() < MAX_OUTCOMES) {
      outcomes.add(outcome);
    }
  }

  /**
   * Writes the page.
   *
   * @param title such as the topics' names
   * @param connection to the topic of the images
   * @return a line with the page's location
   */
  String write(
      PageFile page,
      String title,
      KafkaConnection connection,
      Thumbnails thumbnails,
      Console console) {
    outcomes.sort(Comparator.comparing(OutcomeSource::of));
    try (TopicImages images = TopicImages.of(connection);
        Progress progress = console.progress("thumbnails", outcomes.size())) {
      for (int i = 0; i < outcomes.size(); i++) {
        Outcome outcome = outcomes.get(i);
        page.add(
            OutcomeImage.of(outcome, null, thumbnail(images.of(outcome), outcome, thumbnails)));
        progress.done(i + 1);
      }
    }
    page.leaveOut(tagged + rejected - outcomes.size());
    return page.finish(head(title), notes());
  }

  private byte @Nullable [] thumbnail(
      byte @Nullable [] encoded, Outcome outcome, Thumbnails thumbnails) {
    if (encoded == null) {
      without++;
      return null;
    }
    return OutcomeImage.canBeShown(outcome) ? thumbnails.of(encoded) : null;
  }

  private PageHead head(String title) {
    return new PageHead(
        title,
        models.stream().map(name -> "model " + name).toList(),
        List.of(Figure.count("tagged", tagged), Figure.count("rejected", rejected)));
  }

  private List<String> notes() {
    return without == 0
        ? List.of()
        : List.of(
            "%,d images are shown without a thumbnail: their topic no longer has them, cannot be read, or their events have a URI."
                .formatted(without));
  }
}

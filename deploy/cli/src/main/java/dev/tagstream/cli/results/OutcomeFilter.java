package dev.tagstream.cli.results;

import dev.tagstream.schemas.Tag;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Selects results and rejects.
 *
 * @param id a pattern of ids; null for all. A reject of a record that is not a readable event has
 *     no id
 * @param label a label that an image must have; null for any. Rejects have none
 * @param minScore the lowest score of that label, or of the best tag if no label is given; 0 for
 *     any, including images without tags
 * @param rejected whether to leave out all results
 */
record OutcomeFilter(@Nullable Pattern id, @Nullable String label, float minScore, boolean rejected)
    implements Predicate<Outcome> {

  /** Creates the filter of a user's options. */
  static OutcomeFilter of(
      @Nullable String id, @Nullable String label, float minScore, boolean rejected) {
    return new OutcomeFilter(id == null ? null : pattern(id), label, minScore, rejected);
  }

  @Override
  public boolean test(Outcome outcome) {
    return hasId(outcome)
        && (outcome instanceof Outcome.Result result
            ? !rejected && (asksForNoTag() || hasTag(result))
            : asksForNoTag());
  }

  private boolean asksForNoTag() {
    return label == null && minScore <= 0;
  }

  private boolean hasTag(Outcome.Result result) {
    return result.avro().getTags().stream().anyMatch(tag -> hasLabel(tag) && isSure(tag));
  }

  private boolean hasId(Outcome outcome) {
    return id == null || (outcome.id() != null && id.matcher(outcome.id()).matches());
  }

  private boolean hasLabel(Tag tag) {
    return label == null || tag.getLabel().equals(label);
  }

  private boolean isSure(Tag tag) {
    return tag.getScore() >= minScore;
  }

  private static Pattern pattern(String id) {
    String regex =
        Arrays.stream(id.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(regex, Pattern.DOTALL);
  }
}

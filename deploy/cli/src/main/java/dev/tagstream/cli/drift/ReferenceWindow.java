package dev.tagstream.cli.drift;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.drift.TagCounts;
import dev.tagstream.pipeline.drift.TagTally;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts the results of a window and makes a reference of them, for one model. */
final class ReferenceWindow implements Predicate<BestTag> {

  private final @Nullable String model;
  private final long limit;
  private final Map<TaggedBy, TagTally> tallies = new LinkedHashMap<>();
  private long counted;

  /**
   * Counts nothing yet.
   *
   * @param model the name or the first digits of the SHA-256 of the model; null for the only one
   * @param limit the most results
   */
  ReferenceWindow(@Nullable String model, long limit) {
    this.model = model;
    this.limit = limit;
  }

  @Override
  public boolean test(BestTag result) {
    if (model == null || result.model().isMeantBy(model)) {
      result.addTo(tallies.computeIfAbsent(result.model(), unseen -> new TagTally()));
      counted++;
    }
    return counted < limit;
  }

  /**
   * The reference.
   *
   * @param place of the results, for messages
   * @throws UserErrorException if there are no results, or results of several models
   */
  DriftReference reference(String place) {
    if (tallies.isEmpty()) {
      throw new UserErrorException(
          model == null
              ? "%s has no result in this window".formatted(place)
              : "%s has no result of the model %s in this window".formatted(place, model));
    }
    if (tallies.size() > 1) {
      throw new UserErrorException(
          "%s has results of several models: %s; choose one with --model"
              .formatted(
                  place,
                  tallies.keySet().stream()
                      .map(TaggedBy::toString)
                      .collect(Collectors.joining(", "))));
    }
    TaggedBy only = tallies.keySet().iterator().next();
    TagCounts counts = tallies.values().iterator().next().counts();
    if (counts.labels().isEmpty()) {
      throw new UserErrorException(
          "%s: none of its %d results has a tag, so there is nothing to compare with"
              .formatted(place, counts.images()));
    }
    return new DriftReference(only.name(), only.sha256(), counts);
  }
}

package dev.tagstream.cli.drift;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.drift.Drift;
import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.drift.TagTally;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Counts the results of a window that the reference's model gave, and compares them. */
final class ComparedWindow implements Predicate<BestTag> {

  private final DriftReference reference;
  private final long limit;
  private final TagTally all = new TagTally();
  private final @Nullable AttributeTallies byAttribute;
  private long ofOtherModels;

  /**
   * Counts nothing yet.
   *
   * @param attribute by whose values it also counts; null for none
   * @param limit the most results of the model
   */
  ComparedWindow(DriftReference reference, @Nullable String attribute, long limit) {
    this.reference = reference;
    this.limit = limit;
    this.byAttribute = attribute == null ? null : new AttributeTallies(attribute);
  }

  @Override
  public boolean test(BestTag result) {
    if (!result.model().sha256().equals(reference.modelSha256())) {
      ofOtherModels++;
      return true;
    }
    result.addTo(all);
    if (byAttribute != null) {
      byAttribute.add(result);
    }
    return all.images() < limit;
  }

  /**
   * The comparison.
   *
   * @param place of the results, for messages
   * @throws UserErrorException if the model has no result
   */
  DriftReport report(String place) {
    if (all.images() == 0) {
      throw new UserErrorException(
          "%s has no result of %s in this window, and %d of other models"
              .formatted(
                  place, new TaggedBy(reference.model(), reference.modelSha256()), ofOtherModels));
    }
    return new DriftReport(
        reference,
        Drift.between(reference.counts(), all.counts()),
        ofOtherModels,
        byAttribute == null ? null : byAttribute.drift(reference));
  }
}

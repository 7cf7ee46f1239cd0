package dev.tagstream.cli.rejects;

import dev.tagstream.cli.results.SourcePlace;
import dev.tagstream.schemas.RejectedImage;
import org.jspecify.annotations.Nullable;

/** The rules of a reject that its schema can only state in words. */
final class RejectRules {

  /** The partition and the offset of an image from an object. */
  private static final int NO_PLACE = -1;

  private RejectRules() {}

  /**
   * The first rule that the reject breaks, as one line with the value; null if it follows all
   * rules.
   */
  static @Nullable String firstBroken(RejectedImage reject) {
    String brokenSource =
        SourcePlace.isObject(reject) ? brokenObject(reject) : brokenRecord(reject);
    if (brokenSource != null) {
      return brokenSource;
    }
    if (reject.getAttempt() < 1) {
      return "its attempt is %d".formatted(reject.getAttempt());
    }
    if (reject.getValueBytes() < reject.getValue().remaining()) {
      return "it has %d bytes of a record of %d"
          .formatted(reject.getValue().remaining(), reject.getValueBytes());
    }
    return brokenOrigin(reject);
  }

  private static @Nullable String brokenRecord(RejectedImage reject) {
    return reject.getSourcePartition() < 0 || reject.getSourceOffset() < 0
        ? "it names a place that no record has, " + SourcePlace.of(reject)
        : null;
  }

  private static @Nullable String brokenObject(RejectedImage reject) {
    return !reject.getSourceTopic().isEmpty()
            || reject.getSourcePartition() != NO_PLACE
            || reject.getSourceOffset() != NO_PLACE
        ? "it names both the object %s and the record %s-%d@%d"
            .formatted(
                SourcePlace.of(reject),
                reject.getSourceTopic(),
                reject.getSourcePartition(),
                reject.getSourceOffset())
        : null;
  }

  private static @Nullable String brokenOrigin(RejectedImage reject) {
    Integer partition = reject.getFirstPartition();
    Long offset = reject.getFirstOffset();
    return (partition != null && partition < 0) || (offset != null && offset < 0)
        ? "its first place is one that no record has, %s-%d@%d"
            .formatted(reject.getFirstTopic(), partition, offset)
        : null;
  }
}

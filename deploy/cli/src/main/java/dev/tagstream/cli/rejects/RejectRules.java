package dev.tagstream.cli.rejects;

import dev.tagstream.schemas.RejectedImage;
import org.jspecify.annotations.Nullable;

/** The rules of a reject that its schema can only say in words. */
final class RejectRules {

  private RejectRules() {}

  /** The first rule the reject breaks, as one line with the value; null if it keeps them all. */
  static @Nullable String firstBroken(RejectedImage reject) {
    if (reject.getSourcePartition() < 0 || reject.getSourceOffset() < 0) {
      return "it tells of no record's place but of %s-%d@%d"
          .formatted(
              reject.getSourceTopic(), reject.getSourcePartition(), reject.getSourceOffset());
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

  private static @Nullable String brokenOrigin(RejectedImage reject) {
    Integer partition = reject.getFirstPartition();
    Long offset = reject.getFirstOffset();
    return (partition != null && partition < 0) || (offset != null && offset < 0)
        ? "it was sent first to no record's place but to %s-%d@%d"
            .formatted(reject.getFirstTopic(), partition, offset)
        : null;
  }
}

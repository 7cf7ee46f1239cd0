package dev.tagstream.cli.rejects;

import dev.tagstream.cli.results.CommittedRecords;
import dev.tagstream.schemas.RejectReason;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some of the rejects of a topic.
 *
 * @param reasons those with one of these reasons, at least one
 * @param since those from the first one that was written at this time or later, in each partition;
 *     null for all
 */
public record RejectSelection(Set<RejectReason> reasons, @Nullable Instant since) {

  public RejectSelection {
    reasons = Set.copyOf(reasons);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("a selection without a reason has no rejects");
    }
  }

  /** Leaves out what was written before {@link #since}. */
  public void startIn(CommittedRecords records) {
    if (since != null) {
      records.startAt(since);
    }
  }
}

package dev.tagstream.cli.rejects;

import dev.tagstream.cli.results.CommittedRecords;
import dev.tagstream.schemas.RejectReason;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A selection of rejects.
 *
 * @param reasons the reasons of selected rejects, at least one
 * @param since in each partition, selects the first reject written at or after this time and all
 *     that follow; null for all
 */
public record RejectSelection(Set<RejectReason> reasons, @Nullable Instant since) {

  public RejectSelection {
    reasons = Set.copyOf(reasons);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("a selection without a reason has no rejects");
    }
  }

  /** Starts reading at {@link #since}. */
  public void startIn(CommittedRecords records) {
    if (since != null) {
      records.startAt(since);
    }
  }
}

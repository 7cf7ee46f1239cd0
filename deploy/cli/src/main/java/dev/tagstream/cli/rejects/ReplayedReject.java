package dev.tagstream.cli.rejects;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reject that was gone through.
 *
 * @param reject the reject
 * @param attempt what the record's next attempt would be or is, 2 for the first time it is put back
 * @param place where its record was put back, such as {@code image-events-0@99}; null where it
 *     could not be
 * @param problem why it could not be, in one line; null where it was
 */
public record ReplayedReject(
    StoredReject reject, int attempt, @Nullable String place, @Nullable String problem) {

  public ReplayedReject {
    if ((place == null) == (problem == null)) {
      throw new IllegalArgumentException("a reject is put back or there is a problem, not both");
    }
  }

  static ReplayedReject putBack(StoredReject reject, String place) {
    return new ReplayedReject(reject, reject.nextAttempt(), place, null);
  }

  static ReplayedReject lost(StoredReject reject, String problem) {
    return new ReplayedReject(reject, reject.nextAttempt(), null, problem);
  }

  /** Why it could not be put back; empty where it was. */
  public Optional<String> findProblem() {
    return Optional.ofNullable(problem);
  }
}

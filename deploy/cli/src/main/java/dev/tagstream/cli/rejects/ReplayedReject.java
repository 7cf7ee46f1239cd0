package dev.tagstream.cli.rejects;

import dev.tagstream.cli.rejects.CannotReplayException.Outlook;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a reject in a replay.
 *
 * @param reject the reject
 * @param attempt the number of the record's next attempt, 2 for the first replay
 * @param place the place of its new record, such as {@code image-events-0@99}; null if it was not
 *     replayed
 * @param problem the reason in one line; null if it was replayed
 * @param outlook whether a later attempt can succeed; null if it was replayed
 */
public record ReplayedReject(
    StoredReject reject,
    int attempt,
    @Nullable String place,
    @Nullable String problem,
    @Nullable Outlook outlook) {

  public ReplayedReject {
    if ((place == null) == (problem == null)) {
      throw new IllegalArgumentException("a reject is put back or there is a problem, not both");
    }
  }

  static ReplayedReject putBack(StoredReject reject, String place) {
    return new ReplayedReject(reject, reject.nextAttempt(), place, null, null);
  }

  static ReplayedReject left(StoredReject reject, CannotReplayException problem) {
    return new ReplayedReject(
        reject, reject.nextAttempt(), null, problem.getMessage(), problem.outlook());
  }

  /** Whether the reject was replayed or never can be, so that the next replay skips it. */
  boolean isDone() {
    return outlook != Outlook.REPAIRABLE;
  }

  /** The reason why it was not replayed; empty if it was. */
  public Optional<String> findProblem() {
    return Optional.ofNullable(problem);
  }
}

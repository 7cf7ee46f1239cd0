package dev.tagstream.pipeline.kafka.lease;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of a lease.
 *
 * @param state whether the lease is held
 * @param jobId the Flink job's id, 32 hexadecimal digits
 * @param host of the JobManager
 * @param run identifies the attempt of the job's enumerator, a random name
 * @param beat the number of renewals in this attempt
 */
public record LeaseRecord(State state, String jobId, String host, String run, long beat)
    implements Serializable {

  /** Whether the lease is held. */
  public enum State {
    HELD,
    RELEASED
  }

  private static final Pattern TEXT =
      Pattern.compile(
          "(HELD|RELEASED) job=([0-9a-f]{32}) host=([^\\s=]{1,255}) run=([0-9a-f-]{36})"
              + " beat=(\\d{1,18})");

  public LeaseRecord {
    if (!TEXT.matcher(text(state, jobId, host, run, beat)).matches()) {
      throw new IllegalArgumentException(
          "a lease must have a job id, a host, a run and a beat but has %s, '%s', %s and %d"
              .formatted(jobId, host, run, beat));
    }
  }

  /** Parses the output of {@link #toString}; empty for anything else. */
  static Optional<LeaseRecord> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new LeaseRecord(
                state(matcher.group(1)),
                matcher.group(2),
                matcher.group(3),
                matcher.group(4),
                Long.parseLong(matcher.group(5))))
        : Optional.empty();
  }

  private static State state(String name) {
    return switch (name) {
      case "HELD" -> State.HELD;
      case "RELEASED" -> State.RELEASED;
      default -> throw new IllegalArgumentException("a lease is held or released but was " + name);
    };
  }

  /** The same holder, one heartbeat later. */
  LeaseRecord next() {
    return new LeaseRecord(state, jobId, host, run, beat + 1);
  }

  /** The record after its holder has released the lease. */
  LeaseRecord released() {
    return new LeaseRecord(State.RELEASED, jobId, host, run, beat);
  }

  /** Whether a job with another id holds the lease. */
  boolean isHeldByAnotherThan(String otherJobId) {
    return state == State.HELD && !jobId.equals(otherJobId);
  }

  /** Whether a job with this id holds the lease. */
  boolean isHeldBy(String someJobId) {
    return state == State.HELD && jobId.equals(someJobId);
  }

  /** The holder, in words. */
  public String holder() {
    return "job %s on host %s".formatted(jobId, host);
  }

  @Override
  public String toString() {
    return text(state, jobId, host, run, beat);
  }

  private static String text(State state, String jobId, String host, String run, long beat) {
    return "%s job=%s host=%s run=%s beat=%d".formatted(state, jobId, host, run, beat);
  }
}

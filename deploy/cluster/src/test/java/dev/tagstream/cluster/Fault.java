package dev.tagstream.cluster;

/**
 * Something that goes wrong.
 *
 * @param kind what
 * @param answered when: after so many events were answered, as readers of committed records see it
 * @param inFlight and while so many records or more are written but not committed; with 0 it
 *     strikes at once, which is while a checkpoint's transactions are being committed
 * @param choice which of the TaskManagers, or the parallelism after a savepoint
 */
record Fault(Kind kind, int answered, int inFlight, int choice) {

  enum Kind {
    KILL_TASK_MANAGER,
    KILL_BROKER,
    /** In the middle of a checkpoint; it needs a second JobManager. */
    KILL_LEADER,
    STOP_AND_RESUME
  }

  @Override
  public String toString() {
    String which =
        switch (kind) {
          case KILL_TASK_MANAGER -> "kill TaskManager #" + choice;
          case KILL_BROKER -> "kill the broker";
          case KILL_LEADER -> "kill the leading JobManager";
          case STOP_AND_RESUME -> "stop with a savepoint and resume with parallelism " + choice;
        };
    return "%s when %d are answered and %d in flight".formatted(which, answered, inFlight);
  }
}

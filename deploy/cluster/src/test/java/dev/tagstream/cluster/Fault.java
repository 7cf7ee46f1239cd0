package dev.tagstream.cluster;

/**
 * Something that goes wrong.
 *
 * @param kind what
 * @param answered when: after so many events were answered, as readers of committed records see it
 * @param inFlight and while so many records or more are written but not committed; with 0 it
 *     strikes at once, which is while a checkpoint's transactions are being committed
 * @param choice which of the TaskManagers or topics, or the parallelism after a savepoint
 */
record Fault(Kind kind, int answered, int inFlight, int choice) {

  enum Kind {
    KILL_TASK_MANAGER,
    KILL_BROKER,
    /** The broker that leads the first partition of the topic of events, tags or rejects. */
    KILL_TOPIC_LEADER,
    /** The disk of the last of three brokers is full for some time, see {@link SmallDisk}. */
    FILL_BROKER_DISK,
    /** The checkpoints' disk is full for some time. */
    FILL_CHECKPOINTS,
    /** In the middle of a checkpoint; it needs a second JobManager. */
    KILL_LEADER,
    /** Every process of Flink; a job that has no second JobManager is submitted again. */
    KILL_FLINK,
    /** For longer than a heartbeat; another may lead meanwhile. */
    FREEZE_LEADER,
    /** For three minutes, longer than any client of the job waits. */
    FREEZE_BROKER,
    /** Until the job has gone on without it: what it does then, nobody may see. */
    FREEZE_TASK_MANAGER,
    /** The topics of answers take smaller records than when the job was built, from then on. */
    SHRINK_RECORDS,
    STOP_AND_RESUME
  }

  @Override
  public String toString() {
    String which =
        switch (kind) {
          case KILL_TASK_MANAGER -> "kill TaskManager #" + choice;
          case KILL_BROKER -> "kill the broker";
          case KILL_TOPIC_LEADER -> "kill the leader of " + Answers.TOPICS.get(choice);
          case FILL_BROKER_DISK -> "fill the disk of a broker";
          case FILL_CHECKPOINTS -> "fill the disk of the checkpoints";
          case KILL_FLINK -> "kill all of Flink";
          case FREEZE_BROKER -> "freeze the broker";
          case FREEZE_LEADER -> "freeze the leading JobManager";
          case FREEZE_TASK_MANAGER -> "freeze TaskManager #" + choice;
          case SHRINK_RECORDS -> "let topics take smaller records";
          case KILL_LEADER -> "kill the leading JobManager";
          case STOP_AND_RESUME -> "stop with a savepoint and resume with parallelism " + choice;
        };
    return "%s when %d are answered and %d in flight".formatted(which, answered, inFlight);
  }
}

package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Faults that last a while, during which events are sent on and answers are read. */
final class LastingFaults {

  /** Longer than any heartbeat, session or lease. */
  private static final Duration FROZEN = Duration.ofSeconds(FaultForm.of(45, 90));

  private static final Duration SILENT = Duration.ofMinutes(3);
  private static final Duration SETTLED = Duration.ofSeconds(15);

  /** How many further events are sent and answered, where something answers. */
  private static final int ANSWERED_MEANWHILE = 50;

  private static final int FAILED_CHECKPOINTS = 3;
  private static final int SMALL_RECORD_BYTES = 40_000;
  private static final int LARGE_ATTRIBUTE_BYTES = 60_000;
  private static final int LARGE_EVENTS = 8;

  private final Cluster cluster;
  private final FaultRun run;

  LastingFaults(Cluster cluster, FaultRun run) {
    this.cluster = cluster;
    this.run = run;
  }

  void strike(Fault fault) throws Exception {
    switch (fault.kind()) {
      case KILL_TOPIC_LEADER -> killLeaderOf(Answers.TOPICS.get(fault.choice()));
      case FILL_BROKER_DISK -> fillDiskOfBroker();
      case FILL_CHECKPOINTS -> fillCheckpoints();
      case FREEZE_BROKER -> freezeBroker();
      case FREEZE_LEADER -> freezeLeader();
      case FREEZE_TASK_MANAGER -> freezeTaskManager(fault.choice());
      case SHRINK_RECORDS -> shrinkRecords();
      default -> throw new IllegalArgumentException(fault.kind() + " does not last");
    }
  }

  /** One at a time: the broker is back, and has what the others have, before this returns. */
  private void killLeaderOf(String topic) throws Exception {
    try (TopicsAdmin topics = new TopicsAdmin(cluster.bootstrapServers())) {
      String leader = "broker-" + topics.leader(topic);
      run.say("which is " + leader);
      cluster.processes().kill(leader);
      readOn("the others go on");
      cluster.startBroker();
      run.readUntil("all replicas are in sync", topics::isInSync);
    }
  }

  private void fillDiskOfBroker() throws Exception {
    String broker = "broker-3";
    SmallDisk disk = run.disk();
    long process = cluster.processes().get(broker).pid();
    disk.fill();
    run.readUntil("it has ended", () -> !isAlive(process));
    readOn("the others go on");
    disk.free();
    cluster.startBroker();
    try (TopicsAdmin topics = new TopicsAdmin(cluster.bootstrapServers())) {
      run.readUntil("all replicas are in sync", topics::isInSync);
    }
  }

  /** The job does not restart, and commits with the next checkpoint what waits for it. */
  private void fillCheckpoints() throws Exception {
    SmallDisk disk = run.disk();
    String job = run.job();
    int failures = cluster.flink().failures(job);
    int failed = cluster.flink().failedCheckpoints(job);
    disk.fill();
    run.readUntil(
        FAILED_CHECKPOINTS + " checkpoints have failed",
        () -> cluster.flink().failedCheckpoints(job) >= failed + FAILED_CHECKPOINTS);
    disk.free();
    readOn("checkpoints are made again");
    if (cluster.flink().failures(job) != failures) {
      throw new AssertionError("the job has restarted for a checkpoint that failed");
    }
  }

  /** Nobody publishes or reads meanwhile: that would not be answered either. */
  private void freezeBroker() throws Exception {
    run.events().expected();
    Map<String, ProcessHandle> before = cluster.processes().running();
    int failures = cluster.flink().failures(run.job());
    cluster.processes().freeze("broker-1");
    await("the broker is silent")
        .pollInterval(SETTLED)
        .atMost(SILENT.plusMinutes(1))
        .during(SILENT)
        .until(() -> cluster.processes().running().equals(before));
    cluster.processes().thaw("broker-1");
    readOn("the job goes on");
    assertThat(cluster.processes().running()).isEqualTo(before);
    assertThat(cluster.flink().failures(run.job())).isGreaterThan(failures);
    run.say("restarts: " + (cluster.flink().failures(run.job()) - failures));
  }

  private void freezeLeader() throws Exception {
    String leader = cluster.processes().leader();
    long startNanos = System.nanoTime();
    boolean alone = cluster.processes().jobManagers().size() == 1;
    run.say("which is " + leader);
    cluster.processes().freeze(leader);
    if (!alone) {
      readOn("the other goes on");
    }
    run.readUntil(
        "it was frozen for " + FROZEN, () -> System.nanoTime() - startNanos > FROZEN.toNanos());
    cluster.processes().thaw(leader);
    // Before it notes that another leads, it tells the TaskManagers to leave the job, which costs
    // one more restart. A job that is stopped in that moment fails for good, with a savepoint.
    long thawedNanos = System.nanoTime();
    run.readUntil(
        "it has come to rest",
        () ->
            System.nanoTime() - thawedNanos > SETTLED.toNanos()
                && (alone || !cluster.processes().leads(leader))
                && cluster.flink().allTasksRun(run.job()));
    readOn("the job goes on");
  }

  private void freezeTaskManager(int choice) throws Exception {
    List<String> names = cluster.processes().taskManagers();
    String zombie = names.get(choice % names.size());
    int failures = cluster.flink().failures(run.job());
    cluster.startTaskManager();
    cluster.processes().freeze(zombie);
    run.readUntil(
        "the job has failed and runs elsewhere",
        () ->
            cluster.flink().failures(run.job()) > failures
                && cluster.flink().allTasksRun(run.job()));
    readOn("results are committed without it");
    cluster.processes().thaw(zombie);
    run.readUntil("it has come back", () -> cluster.flink().taskManagers() == names.size() + 1);
    readOn("results are committed beside it");
  }

  /** Results with attributes are too large from then on, those on their way among them. */
  private void shrinkRecords() throws Exception {
    int failures = cluster.flink().failures(run.job());
    run.events().publishLarge(LARGE_EVENTS, LARGE_ATTRIBUTE_BYTES);
    readOn("larger results are committed");
    try (TopicsAdmin topics = new TopicsAdmin(cluster.bootstrapServers())) {
      topics.setMaxMessageBytes(Answers.TOPICS.subList(1, 3), SMALL_RECORD_BYTES);
    }
    run.events().publishLarge(LARGE_EVENTS, LARGE_ATTRIBUTE_BYTES);
    run.readUntil("the job has restarted", () -> cluster.flink().failures(run.job()) > failures);
  }

  /** Until further events are answered, and all that were sent before. */
  private void readOn(String what) throws Exception {
    int published = run.events().publishMore(ANSWERED_MEANWHILE);
    run.readUntil(what, () -> run.answers().answered() >= published);
    run.say(what);
  }

  private static boolean isAlive(long process) {
    return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
  }
}

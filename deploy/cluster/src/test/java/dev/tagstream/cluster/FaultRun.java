package dev.tagstream.cluster;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Sends events through the job on a cluster while the faults of a schedule strike. */
final class FaultRun implements AutoCloseable {

  /**
   * This part of all events may wait to be answered; later ones are published later, so that faults
   * find work.
   */
  private static final int AHEAD = 10;

  static final int PARTITIONS = 4;

  /** So many answers that each TaskManager gave some of them. */
  private static final int BEYOND = 40;

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Cluster cluster;
  private final FaultSchedule schedule;
  private final List<String> options;
  private final ImagesTopic events;
  private final Answers answers;
  private @Nullable SmallDisk disk;
  private boolean repeating;
  private String job = "";

  /** Prepares a run on a cluster whose topics are empty. */
  FaultRun(Cluster cluster, FaultSchedule schedule, Path images, List<String> options)
      throws IOException, InterruptedException {
    this.cluster = cluster;
    this.schedule = schedule;
    this.options = List.copyOf(options);
    KafkaConnection connection = KafkaConnection.to(cluster.bootstrapServers());
    this.events = new ImagesTopic(connection, images, PARTITIONS);
    this.answers = new Answers(connection);
  }

  /** Gives the run the disk that its faults fill. */
  FaultRun filling(SmallDisk smallDisk) {
    disk = smallDisk;
    return this;
  }

  /** Has kills strike only when there are answers that no checkpoint has, so that they repeat. */
  FaultRun repeating() {
    repeating = true;
    return this;
  }

  /** Runs until every event is answered and the job stopped; says each fault as it strikes. */
  void run() throws Exception {
    submit(schedule.parallelism(), List.of());
    for (Fault fault : schedule.faults()) {
      readUntil(fault + " can strike", () -> answers.answered() >= fault.answered());
      if (repeating && fault.kind() == Fault.Kind.KILL_TASK_MANAGER) {
        readBeyondACheckpoint();
      }
      boolean runs = cluster.flink().allTasksRun(job);
      int failures = cluster.flink().failures(job);
      readUntil(fault + " can strike", () -> answers.inFlight() >= fault.inFlight());
      say(fault.toString());
      strike(fault);
      // one that still recovers from the fault before does not fail once more
      if (fault.kind() == Fault.Kind.KILL_TASK_MANAGER && runs) {
        readUntil("the job has failed", () -> cluster.flink().failures(job) > failures);
      }
    }
    readUntil(
        "every event is answered",
        () -> published() >= schedule.events() && answers.answered() >= published());
    cluster.flink().stop(job, cluster.savepoints());
    answers.readToEnd();
    say("the job has stopped");
  }

  private void readBeyondACheckpoint() throws IOException, InterruptedException {
    int checkpoints = cluster.flink().completedCheckpoints(job);
    // events published meanwhile would leave none for the faults that follow
    await("a checkpoint is complete")
        .pollInSameThread()
        .atMost(PATIENCE)
        .until(
            () -> {
              answers.readSome();
              return cluster.flink().completedCheckpoints(job) > checkpoints;
            });
    int answered = answers.answered();
    readUntil("answers come after it", () -> answers.answered() >= answered + BEYOND);
  }

  ImagesTopic events() {
    return events;
  }

  Answers answers() {
    return answers;
  }

  @Override
  public void close() {
    events.close();
    answers.close();
  }

  private void strike(Fault fault) throws Exception {
    switch (fault.kind()) {
      case KILL_TASK_MANAGER -> {
        List<String> names = cluster.processes().taskManagers();
        cluster.processes().kill(names.get(fault.choice() % names.size()));
      }
      case KILL_BROKER -> {
        cluster.processes().kill("broker-1");
        cluster.startBroker();
      }
      case KILL_LEADER -> {
        cluster.checkpoints().awaitOneInProgress(job);
        cluster.processes().kill(cluster.processes().leader());
        cluster.startJobManager();
      }
      case KILL_FLINK -> {
        cluster.processes().killFlink();
        cluster.startAll();
        if (cluster.processes().jobManagers().size() == 1) {
          submit(
              schedule.parallelism(), List.of("--fromSavepoint", cluster.checkpoints().last(job)));
        }
      }
      case STOP_AND_RESUME -> {
        String savepoint = cluster.flink().stop(job, cluster.savepoints());
        submit(fault.choice(), List.of("--fromSavepoint", savepoint));
      }
      default -> new LastingFaults(cluster, this).strike(fault);
    }
  }

  private void submit(int parallelism, List<String> flags)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--parallelism", String.valueOf(parallelism)));
    all.addAll(flags);
    job = cluster.submit(all, options);
    say("job %s runs with parallelism %d".formatted(job, parallelism));
  }

  /** How many events were sent: those of the schedule, and some more for faults that last. */
  int published() {
    return events.published();
  }

  /** The disk that faults fill. */
  SmallDisk disk() {
    return requireNonNull(disk);
  }

  /** The id of the job that runs. */
  String job() {
    return job;
  }

  /** Publishes and reads until a condition holds. */
  void readUntil(String what, Callable<Boolean> condition)
      throws IOException, InterruptedException {
    await(what)
        .pollInSameThread()
        .atMost(PATIENCE)
        .until(
            () -> {
              events.publishUpTo(
                  Math.min(schedule.events(), answers.answered() + schedule.events() / AHEAD));
              answers.readSome();
              return condition.call();
            });
  }

  void say(String what) {
    System.out.printf(
        "%tT answered %d, written %d: %s%n",
        System.currentTimeMillis(), answers.answered(), answers.written(), what);
  }
}

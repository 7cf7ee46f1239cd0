package dev.tagstream.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the whole job, has it tag some images, cancels it, again and again, and measures after
 * each time what a JobManager and a TaskManager hold.
 */
final class JobCycles {

  /** What each process held after each job. */
  record Figures(List<ProcessFigures> jobManager, List<ProcessFigures> taskManager) {}

  /** A schema to parse before each job starts: such work must not hold the job's classes, too. */
  private static final Path EVENTS =
      Path.of("../../schemas/src/main/avro/ImageEvent.avsc").toAbsolutePath();

  private static final int EVENTS_TO_A_CYCLE = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Cluster cluster;
  private final ImagesTopic events;
  private final Answers answers;
  private final int parallelism;

  /**
   * On a cluster that has the topics.
   *
   * @param parallelism of the job: as many slots as the cluster has, so that each TaskManager gets
   *     its part
   */
  JobCycles(Cluster cluster, ImagesTopic events, Answers answers, int parallelism) {
    this.cluster = cluster;
    this.events = events;
    this.answers = answers;
    this.parallelism = parallelism;
  }

  /** Runs so many jobs, prints two lines for each, and returns the figures after each. */
  Figures run(int cycles) throws Exception {
    String jar = cluster.flink().upload(cluster.jobJar());
    Figures figures = new Figures(new ArrayList<>(), new ArrayList<>());
    System.out.printf("cycle %13s %s%n", "", ProcessFigures.header());
    for (int cycle = 1; cycle <= cycles; cycle++) {
      runJob(jar);
      figures.jobManager().add(measure(cycle, "jobmanager-1"));
      figures.taskManager().add(measure(cycle, "taskmanager-1"));
    }
    return figures;
  }

  private ProcessFigures measure(int cycle, String process) throws Exception {
    ProcessFigures figures = ProcessFigures.of(cluster.processes().get(process));
    System.out.printf("%5d %13s %s%n", cycle, process, figures);
    return figures;
  }

  private void runJob(String jar) throws IOException, InterruptedException {
    String job =
        cluster
            .flink()
            .run(
                jar,
                parallelism,
                DemoJob.options(cluster, "--tagging.kafka.writer-schemas", EVENTS.toString()));
    int published = events.publishMore(EVENTS_TO_A_CYCLE);
    answers.await(published, PATIENCE);
    cluster.flink().cancel(job);
  }
}

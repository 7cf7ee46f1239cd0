package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * JobManager and TaskManager hold no more after many jobs than after a few, where the whole job
 * starts, tags and ends again and again; nor a TaskManager after many events of one job.
 */
@Tag("cycles")
@Timeout(7200)
final class JobCyclesITCase {

  private static final int CYCLES = Integer.getInteger("cycles", 50);
  private static final int EVENTS = Integer.getInteger("events", 500_000);
  private static final int SAMPLES = 25;
  private static final int PARALLELISM = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** What comes before is start-up: caches fill, code is compiled. */
  private static final double WARM = 0.2;

  private static final double FLAT = 1.05;

  @TempDir private Path folder;

  @Test
  void processesHoldNoMoreAfterFiftyJobs() throws Exception {
    JobCycles.Figures figures;
    try (Cluster cluster =
        Cluster.start(
            Path.of("target/cluster").toAbsolutePath(),
            folder,
            new Cluster.Size(1, PARALLELISM, "1g"),
            Cluster.UPLOADS)) {
      cluster.createTopicsAtOnce(PARALLELISM);
      KafkaConnection connection = KafkaConnection.to(cluster.bootstrapServers());
      try (ImagesTopic events = new ImagesTopic(connection, DemoJob.images(), PARALLELISM);
          Answers answers = new Answers(connection)) {
        figures = new JobCycles(cluster, events, answers, PARALLELISM).run(CYCLES);
      }
    }
    assertNothingGrew(figures.taskManager());
    assertNoClassesStay(figures.jobManager());
  }

  @Test
  void aTaskManagerHoldsNoMoreAfter500000Events() throws Exception {
    List<ProcessFigures> figures = new ArrayList<>();
    try (Cluster cluster =
        Cluster.start(
            Path.of("target/cluster").toAbsolutePath(),
            folder,
            new Cluster.Size(1, PARALLELISM, "1g"))) {
      cluster.createTopicsAtOnce(PARALLELISM);
      KafkaConnection connection = KafkaConnection.to(cluster.bootstrapServers());
      try (ImagesTopic events = new ImagesTopic(connection, DemoJob.images(), PARALLELISM);
          Answers answers = new Answers(connection)) {
        String job =
            cluster.submit(
                List.of("--parallelism", String.valueOf(PARALLELISM)), DemoJob.options(cluster));
        System.out.printf("%6s %s%n", "events", ProcessFigures.header());
        for (int sample = 1; sample <= SAMPLES; sample++) {
          answers.await(events.publishMore(EVENTS / SAMPLES), PATIENCE);
          figures.add(ProcessFigures.of(cluster.processes().get("taskmanager-1")));
          System.out.printf("%6d %s%n", events.published(), figures.get(sample - 1));
        }
        cluster.flink().stop(job, cluster.savepoints());
        answers.readToEnd();
        assertThat(Differences.between(events.expected(), answers.all())).isEmpty();
        assertThat(answers.repeated()).isZero();
      }
    }
    assertNothingGrew(figures);
  }

  private static List<ProcessFigures> warm(List<ProcessFigures> figures) {
    return figures.subList((int) (figures.size() * WARM), figures.size());
  }

  /** Its heap keeps what the web page shows of the jobs that ended. */
  private static void assertNoClassesStay(List<ProcessFigures> jobManager) {
    assertFlat("metaspace", warm(jobManager), ProcessFigures::metaspaceKilobytes);
    assertFlat("job class loaders", warm(jobManager), ProcessFigures::jobClassLoaders);
  }

  private static void assertNothingGrew(List<ProcessFigures> figures) {
    List<ProcessFigures> warm = warm(figures);
    assertFlat("RSS", warm, ProcessFigures::rssKilobytes);
    assertFlat("heap after garbage collection", warm, ProcessFigures::heapKilobytes);
    assertFlat("metaspace", warm, ProcessFigures::metaspaceKilobytes);
    assertFlat("job class loaders", warm, ProcessFigures::jobClassLoaders);
    assertThat(warm)
        .allMatch(after -> after.nativeLibraries() == warm.get(0).nativeLibraries())
        .allMatch(after -> after.nativeCopies() == after.nativeLibraries());
    // a pool may begin one more, but twenty jobs that each leave one are seen
    assertFlat("threads", warm, ProcessFigures::threads);
  }

  /** The later half needs no more than the earlier, by their medians. */
  private static void assertFlat(
      String what, List<ProcessFigures> figures, ToLongFunction<ProcessFigures> figure) {
    long early = median(figures.subList(0, figures.size() / 2), figure);
    long late = median(figures.subList(figures.size() / 2, figures.size()), figure);
    System.out.printf(
        "%s: median %d, then %d: %+.1f %%%n", what, early, late, 100.0 * (late - early) / early);
    assertThat((double) late).as(what).isLessThanOrEqualTo(early * FLAT);
  }

  private static long median(List<ProcessFigures> figures, ToLongFunction<ProcessFigures> figure) {
    List<Long> values = new ArrayList<>(figures.stream().mapToLong(figure).boxed().toList());
    Collections.sort(values);
    return values.get(values.size() / 2);
  }
}

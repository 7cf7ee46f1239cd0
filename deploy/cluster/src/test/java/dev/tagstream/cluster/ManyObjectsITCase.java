package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A million small images, as files and in tar archives, whose TaskManager is killed twice: each is
 * answered once, the first within seconds, memory does not grow, and an image costs what it costs
 * in a run of ten thousand.
 */
@Tag("cycles")
@Timeout(7200)
final class ManyObjectsITCase {

  private static final int OBJECTS = Integer.getInteger("objects", 1_000_000);
  private static final int FEW_OBJECTS = 10_000;
  private static final int PARALLELISM = 2;
  private static final int SAMPLES = 20;
  private static final List<Integer> KILLED_AT = List.of(SAMPLES / 4, SAMPLES / 2);
  private static final Duration FIRST_RESULT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(100);

  /** The limit on what an image costs more in the long run than in the short one. */
  private static final double AS_CHEAP = 1.1;

  private static final double FLAT = 1.1;

  @TempDir private Path folder;

  private Path model;
  private Cluster cluster;

  /** How long after its start each run had its first results. */
  private final List<Duration> firstResults = new ArrayList<>();

  /** The time of processes that are dead. */
  private Duration spentBefore = Duration.ZERO;

  @Test
  void eachOfAMillionObjectsIsTaggedOnceThoughTheTaskManagerDiesTwice() throws Exception {
    model = TinyModel.write(folder.resolve("tiny.onnx"));
    SmallImages few = images("few", FEW_OBJECTS);
    SmallImages many = images("many", OBJECTS);
    try (Cluster started =
        Cluster.start(
            Path.of("target/cluster").toAbsolutePath(),
            Files.createDirectory(folder.resolve("cluster")),
            new Cluster.Size(1, PARALLELISM, "1g"))) {
      cluster = started;
      Duration costOfFew = run(few, List.of(), new ArrayList<>());
      long bytesOfAnImage = few.visibleBytes() / FEW_OBJECTS;
      List<Long> thresholds = new ArrayList<>();
      for (int sample = 1; sample < SAMPLES; sample++) {
        thresholds.add(bytesOfAnImage * OBJECTS / SAMPLES * sample);
      }
      List<ProcessFigures> figures = new ArrayList<>();
      Duration costOfMany = run(many, thresholds, figures);

      say("an image of %d costs %s, of %d %s", FEW_OBJECTS, costOfFew, OBJECTS, costOfMany);
      assertThat(many.answered().cardinality()).isEqualTo(OBJECTS);
      assertThat(cluster.processes().restarts()).isEqualTo(KILLED_AT.size());
      assertThat(firstResults).allMatch(first -> first.compareTo(FIRST_RESULT) < 0);
      assertThat((double) costOfMany.toNanos())
          .as("cost of an image in ns")
          .isLessThanOrEqualTo(costOfFew.toNanos() * AS_CHEAP);
      assertThat((double) figures.get(figures.size() - 1).heapKilobytes())
          .as("heap of the last TaskManager in kB, after garbage collection")
          .isLessThanOrEqualTo(figures.get(KILLED_AT.get(1) + 1).heapKilobytes() * FLAT);
      assertThat((double) figures.get(figures.size() - 1).rssKilobytes())
          .as("resident memory of the last TaskManager in kB")
          .isLessThanOrEqualTo(figures.get(KILLED_AT.get(1) + 1).rssKilobytes() * FLAT);
    }
  }

  private SmallImages images(String name, int count) throws Exception {
    SmallImages images =
        new SmallImages(
            count,
            Files.createDirectory(folder.resolve(name)),
            folder.resolve("results-of-" + name));
    images.write();
    return images;
  }

  /**
   * Runs the job over the images, and returns the processor time of an image. It kills the
   * TaskManager at some of the thresholds.
   *
   * @param thresholds of the size of all results, in bytes, at which to measure
   * @param figures receives what the TaskManager holds at each threshold
   */
  private Duration run(SmallImages images, List<Long> thresholds, List<ProcessFigures> figures)
      throws Exception {
    Duration before = spent();
    String job =
        cluster.submit(
            List.of("--parallelism", String.valueOf(PARALLELISM)),
            DemoJob.options(
                cluster,
                "--tagging.model.file",
                model.toString(),
                "--tagging.source",
                "objects",
                "--tagging.sink",
                "files",
                "--tagging.objects.uris",
                images.images().toUri().toString(),
                "--tagging.files.path",
                images.results().toString(),
                "--tagging.checkpoint.interval",
                "2 s"));
    long startMillis = cluster.flink().startMillis(job);
    await("the first result")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> images.visibleBytes() > 0);
    Duration first = Duration.ofMillis(System.currentTimeMillis() - startMillis);
    say("the first results of %d are there after %s", images.count(), first);
    firstResults.add(first);
    for (long threshold : thresholds) {
      await(threshold + " bytes of results")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> images.visibleBytes() >= threshold || isFinished(job));
      figures.add(ProcessFigures.of(taskManager()));
      say("%d of %d: %s", figures.size(), SAMPLES, figures.get(figures.size() - 1));
      if (KILLED_AT.contains(figures.size())) {
        spentBefore = spentBefore.plus(spent(taskManager()));
        cluster.processes().kill("taskmanager-1");
        await("another TaskManager").atMost(PATIENCE).until(() -> runsAgain(job));
      }
    }
    await("the end of the job").atMost(PATIENCE).until(() -> isFinished(job));
    return spent().minus(before).dividedBy(images.count());
  }

  private boolean isFinished(String job) throws Exception {
    return cluster.flink().state(job).equals("FINISHED");
  }

  private boolean runsAgain(String job) throws Exception {
    return cluster.processes().taskManagers().contains("taskmanager-1")
        && cluster.flink().failures(job) > 0
        && cluster.flink().allTasksRun(job);
  }

  private ProcessHandle taskManager() throws Exception {
    return cluster.processes().get("taskmanager-1");
  }

  /** The processor time of all TaskManagers and of the JobManager. */
  private Duration spent() throws Exception {
    return spentBefore
        .plus(spent(taskManager()))
        .plus(spent(cluster.processes().get("jobmanager-1")));
  }

  private static Duration spent(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow();
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}

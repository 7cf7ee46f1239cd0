package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Very many small images, as files and in tar archives, whose TaskManager is killed twice: each is
 * answered once, the first within seconds, neither TaskManager nor JobManager holds more and more,
 * and an image costs what it costs in a run of ten thousand, the last as much as those before it.
 */
@Tag("cycles")
@Timeout(7200)
final class ManyObjectsITCase {

  private static final int OBJECTS = Integer.getInteger("objects", 1_000_000);
  private static final int FEW_OBJECTS = 10_000;
  private static final int PARALLELISM = 2;
  private static final int SAMPLES = 20;

  /** The samples after which a TaskManager is killed. */
  private static final List<Integer> KILLED_AFTER = List.of(3, 6);

  private static final Duration FIRST_RESULT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(100);

  /** How much more the later half of the samples may need than the earlier one. */
  private static final double FLAT = 1.1;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // the test begins with it
  private Path model;

  @SuppressWarnings("NullAway.Init") // the test begins with it
  private Cluster cluster;

  /** The processor time of TaskManagers that were killed. */
  private Duration spentByTheDead = Duration.ZERO;

  /**
   * The cluster at a moment.
   *
   * @param answered the images that have a result
   * @param spent the processor time of its Flink so far
   */
  private record Sample(
      int answered, Duration spent, ProcessFigures taskManager, ProcessFigures jobManager) {}

  /**
   * A run of the job.
   *
   * @param first from the job's start to its first result
   * @param cost the processor time of an image
   * @param samples of its last TaskManager
   */
  private record Run(Duration first, Duration cost, List<Sample> samples) {}

  @Test
  void eachOfManyObjectsIsTaggedOnceThoughTheTaskManagerDiesTwice() throws Exception {
    model = TinyModel.write(folder.resolve("tiny.onnx"));
    SmallImages few = images("few", FEW_OBJECTS);
    SmallImages many = images("many", OBJECTS);
    Run ofFew;
    Run ofMany;
    try (Cluster started =
        Cluster.startWithoutBroker(
            Path.of("target/cluster").toAbsolutePath(),
            Files.createDirectory(folder.resolve("cluster")),
            new Cluster.Size(1, PARALLELISM, "1g"))) {
      cluster = started;
      ofFew = run(few, 1);
      ofMany = run(many, SAMPLES);
      assertThat(cluster.processes().restarts()).isEqualTo(KILLED_AFTER.size());
    }
    assertThat(ofMany.first()).isLessThan(FIRST_RESULT);
    assertThat(ofMany.cost().toNanos() / (double) ofFew.cost().toNanos())
        .as("the cost of an image beside that in the short run")
        .isLessThanOrEqualTo(FLAT);
    // by its second sample the TaskManager has loaded and compiled its code
    List<Sample> warm = ofMany.samples().subList(1, ofMany.samples().size());
    assertThat(warm).hasSizeGreaterThan(2);
    assertCostIsFlat(warm);
    assertFlat("RSS of the TaskManager", warm, each -> each.taskManager().rssKilobytes());
    assertFlat("heap of the TaskManager", warm, each -> each.taskManager().heapKilobytes());
    assertFlat("RSS of the JobManager", warm, each -> each.jobManager().rssKilobytes());
    assertFlat("heap of the JobManager", warm, each -> each.jobManager().heapKilobytes());
  }

  private SmallImages images(String name, int count) throws Exception {
    SmallImages images = new SmallImages(count, Files.createDirectory(folder.resolve(name)));
    images.write();
    return images;
  }

  /**
   * Runs the job over the images.
   *
   * @param samples how many to take; after some of them the TaskManager is killed
   */
  private Run run(SmallImages images, int samples) throws Exception {
    Path results = folder.resolve("results-of-" + images.count());
    FileAnswers answers = new FileAnswers(results);
    Duration before = spent();
    String job = submit(images, results);
    await("the first result")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> answers.read() > 0);
    Duration first =
        Duration.ofMillis(System.currentTimeMillis() - cluster.flink().startMillis(job));
    say("the first results of %d images are there after %s", images.count(), first);
    List<Sample> taken = new ArrayList<>();
    for (int i = 1; i < samples; i++) {
      long threshold = (long) images.count() * i / samples;
      if (answers.read() < threshold) {
        await(threshold + " results")
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(200))
            .until(() -> answers.read() >= threshold);
        taken.add(sample(answers));
      }
      if (KILLED_AFTER.contains(i)) {
        killTaskManager(job);
        taken.clear();
      }
    }
    await("the end of the job")
        .atMost(PATIENCE)
        .until(() -> cluster.flink().state(job).equals("FINISHED"));
    Duration cost = spent().minus(before).dividedBy(images.count());
    assertThat(answers.read()).as("images with a result").isEqualTo(images.count());
    say("%d images in %d files; an image costs %s", images.count(), answers.files(), cost);
    return new Run(first, cost, taken);
  }

  private String submit(SmallImages images, Path results) throws Exception {
    return cluster.submit(
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
            images.folder().toUri().toString(),
            "--tagging.files.path",
            results.toString(),
            "--tagging.files.format",
            "jsonl",
            "--tagging.checkpoint.interval",
            "2 s"));
  }

  private Sample sample(FileAnswers answers) throws Exception {
    // before the garbage collections that the figures cost
    Duration spent = spent();
    Sample sample =
        new Sample(
            answers.read(),
            spent,
            ProcessFigures.of(taskManager()),
            ProcessFigures.of(jobManager()));
    say(
        "%tT %8d answered, %5d s, TaskManager %s",
        System.currentTimeMillis(), sample.answered(), spent.toSeconds(), sample.taskManager());
    say("%42s %s", "JobManager", sample.jobManager());
    return sample;
  }

  private void killTaskManager(String job) throws Exception {
    int failures = cluster.flink().failures(job);
    spentByTheDead = spentByTheDead.plus(spent(taskManager()));
    cluster.processes().kill("taskmanager-1");
    await("the job runs in another TaskManager")
        .atMost(PATIENCE)
        .until(() -> cluster.flink().failures(job) > failures && cluster.flink().allTasksRun(job));
  }

  private ProcessHandle taskManager() throws Exception {
    return cluster.processes().get("taskmanager-1");
  }

  private ProcessHandle jobManager() throws Exception {
    return cluster.processes().get("jobmanager-1");
  }

  /** The processor time of the JobManager and of all TaskManagers so far. */
  private Duration spent() throws Exception {
    return spentByTheDead.plus(spent(taskManager())).plus(spent(jobManager()));
  }

  private static Duration spent(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow();
  }

  private static void assertCostIsFlat(List<Sample> samples) {
    int half = samples.size() / 2;
    double early = nanosOfAnImage(samples.get(0), samples.get(half));
    double late = nanosOfAnImage(samples.get(half), samples.get(samples.size() - 1));
    say("an image costs %.1f us, then %.1f us", early / 1000, late / 1000);
    assertThat(late / early).as("the cost of later images").isLessThanOrEqualTo(FLAT);
  }

  private static double nanosOfAnImage(Sample from, Sample to) {
    return (double) to.spent().minus(from.spent()).toNanos() / (to.answered() - from.answered());
  }

  private static void assertFlat(String what, List<Sample> samples, ToLongFunction<Sample> figure) {
    int half = samples.size() / 2;
    double early = mean(samples.subList(0, half), figure);
    double late = mean(samples.subList(half, samples.size()), figure);
    say("%s: %.0f kB, then %.0f kB", what, early, late);
    assertThat(late / early).as(what).isLessThanOrEqualTo(FLAT);
  }

  private static double mean(List<Sample> samples, ToLongFunction<Sample> figure) {
    return samples.stream().mapToLong(figure).average().orElseThrow();
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}

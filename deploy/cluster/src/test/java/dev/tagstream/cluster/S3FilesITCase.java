package dev.tagstream.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.pipeline.objects.parquet.ByteSource;
import dev.tagstream.pipeline.objects.parquet.ParquetRows;
import dev.tagstream.pipeline.objects.parquet.ParquetTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job whose images, checkpoints, savepoints and results are all in S3, by the plugin of the
 * distribution, and what becomes of the images when its processes are killed.
 */
@Tag("faults")
@Timeout(600)
final class S3FilesITCase {

  private static final Cluster.Size SIZE = new Cluster.Size(2, 1, "1g");
  private static final int COPIES = 3;
  private static final int IMAGES_TO_A_HALF = 50;

  /** So few that the faults find work. */
  private static final String IMAGES_PER_SECOND = "40";

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @Test
  void eachImageIsOnceInTheFilesThoughATaskManagerAndTheLeaderDieAndTheJobIsResumed()
      throws Exception {
    try (Bucket bucket = Bucket.start(folder);
        Cluster cluster = start(bucket)) {
      SortedMap<String, String> expected = upload(bucket);

      String job = submit(cluster, bucket, List.of(), IMAGES_PER_SECOND);
      awaitThat("results are in files", () -> !results(bucket).isEmpty());
      cluster.processes().kill("taskmanager-1");
      awaitThat("the job has failed", () -> cluster.flink().failures(job) > 0);
      awaitProgress(cluster, job);
      cluster.processes().kill(cluster.processes().leader());
      cluster.startJobManager();
      awaitProgress(cluster, job);
      String savepoint = cluster.flink().stop(job, URI.create(bucket.uri("savepoints")));

      assertThat(savepoint).startsWith(bucket.uri("savepoints/"));
      SortedMap<String, String> before = results(bucket);
      assertThat(before.size()).isBetween(1, expected.size() - 1);
      assertThat(bucket.keys("results/_objects/")).contains("results/_objects/pending");
      String resumed = submit(cluster, bucket, List.of("--fromSavepoint", savepoint), "1000000");
      awaitThat("the job ends", () -> cluster.flink().state(resumed).equals("FINISHED"));

      assertThat(Differences.between(expected, results(bucket))).isEmpty();
      assertThat(bucket.keys("results/_objects/")).doesNotContain("results/_objects/pending");
      long rejected = expected.values().stream().filter("TRUNCATED_IMAGE"::equals).count();
      assertThat(success(bucket))
          .isEqualTo(
              "{\"tagged\": %d, \"rejected\": %d}".formatted(expected.size() - rejected, rejected));

      String again = submit(cluster, bucket, List.of(), "1000000");
      awaitThat("the job ends", () -> cluster.flink().state(again).equals("FINISHED"));
      assertThat(success(bucket)).isEqualTo("{\"tagged\": 0, \"rejected\": 0}");
      assertThat(Differences.between(expected, results(bucket))).isEmpty();
    }
  }

  private static String success(Bucket bucket) throws IOException {
    return new String(bucket.get("results/_SUCCESS"), UTF_8).strip();
  }

  private Cluster start(Bucket bucket) throws Exception {
    Map<String, String> settings = new HashMap<>(bucket.credentials());
    settings.put("TAGSTREAM_JOBMANAGERS", "2");
    settings.put(
        "TAGSTREAM_FLINK_OPTIONS",
        String.join(
            " ",
            bucket.flinkOptions(),
            "-D execution.checkpointing.dir=" + bucket.uri("checkpoints"),
            "-D high-availability.storageDir=" + bucket.uri("ha")));
    return Cluster.start(
        Path.of("target/cluster").toAbsolutePath(), folder.resolve("cluster"), SIZE, settings);
  }

  private static String submit(
      Cluster cluster, Bucket bucket, List<String> flags, String imagesPerSecond)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--parallelism", "2"));
    all.addAll(flags);
    return cluster.submit(
        all,
        DemoJob.options(
            cluster,
            "--tagging.source",
            "objects",
            "--tagging.objects.uris",
            bucket.uri("images/"),
            "--tagging.objects.s3-endpoint",
            bucket.endpoint(),
            "--tagging.pace.max-images-per-second",
            imagesPerSecond,
            "--tagging.sink",
            "files",
            "--tagging.files.path",
            bucket.uri("results"),
            "--tagging.files.format",
            "parquet"));
  }

  /** Puts the images into the bucket, every fiftieth cut in half; what must become of each. */
  private static SortedMap<String, String> upload(Bucket bucket) throws IOException {
    SortedMap<String, String> expected = new TreeMap<>();
    try (Stream<Path> files = Files.walk(DemoJob.images())) {
      List<Path> images =
          files.filter(file -> file.toString().matches(".*[0-9]+\\.png")).sorted().toList();
      for (int i = 0; i < COPIES * images.size(); i++) {
        byte[] image = Files.readAllBytes(images.get(i % images.size()));
        boolean whole = i % IMAGES_TO_A_HALF != 0;
        String key = "images/%04d.png".formatted(i);
        bucket.put(key, whole ? image : Arrays.copyOf(image, image.length / 2));
        expected.put(bucket.uri(key), whole ? "tagged" : "TRUNCATED_IMAGE");
      }
    }
    return expected;
  }

  /** Returns when the job has made a checkpoint since it was started last. */
  private static void awaitProgress(Cluster cluster, String job) {
    awaitThat("all tasks run", () -> cluster.flink().allTasksRun(job));
    awaitThat("a checkpoint is complete", () -> cluster.flink().completedCheckpoints(job) > 0);
  }

  private static void awaitThat(String what, Callable<Boolean> condition) {
    await(what).atMost(PATIENCE).ignoreExceptions().until(condition);
  }

  /** What the files say of each image; of one that is there twice, both. */
  private static SortedMap<String, String> results(Bucket bucket) throws IOException {
    SortedMap<String, String> results = new TreeMap<>();
    for (String key : bucket.keys("results/tags/")) {
      for (Group row : rows(bucket.get(key))) {
        results.merge(row.getString("sourceUri", 0), "tagged", (one, two) -> one + ", " + two);
      }
    }
    for (String key : bucket.keys("results/rejects/")) {
      for (Group row : rows(bucket.get(key))) {
        results.merge(
            row.getString("sourceUri", 0),
            row.getString("reason", 0),
            (one, two) -> one + ", " + two);
      }
    }
    return results;
  }

  private static List<Group> rows(byte[] file) throws IOException {
    List<Group> all = new ArrayList<>();
    ParquetTable table = ParquetTable.open(source(file));
    for (int i = 0; i < table.rowGroups(); i++) {
      try (ParquetRows rows = table.rows(i, table.schema())) {
        for (Group row = rows.next(); row != null; row = rows.next()) {
          all.add(row);
        }
      }
    }
    return all;
  }

  private static ByteSource source(byte[] file) {
    return new ByteSource() {

      @Override
      public long bytes() {
        return file.length;
      }

      @Override
      public InputStream open(long offset) {
        return new ByteArrayInputStream(file, (int) offset, file.length - (int) offset);
      }
    };
  }
}

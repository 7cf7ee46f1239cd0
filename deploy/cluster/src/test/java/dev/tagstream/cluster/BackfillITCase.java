package dev.tagstream.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.pipeline.kafka.GroupLag;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A live job and a backfill on one cluster: the live one comes first. */
@Tag("faults")
@Timeout(600)
final class BackfillITCase {

  private static final Cluster.Size SIZE = new Cluster.Size(2, 2, "1g");
  private static final int PARALLELISM = 2;
  private static final int EVENTS = 100;

  /** The live job needs longer for them than the test looks at the backfill. */
  private static final int FLOOD = 5_000;

  private static final int MAX_LAG = 200;
  private static final int OBJECTS = 607;

  /** Of the backfill, so that it does not end before the flood. */
  private static final String IMAGES_PER_SECOND = "10";

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @Test
  void theBackfillStartsNoImagesWhileTheLiveJobLagsAndBothAnswerEverything() throws Exception {
    try (Cluster cluster =
        Cluster.start(Path.of("target/cluster").toAbsolutePath(), folder.resolve("run"), SIZE)) {
      cluster.createTopicsAtOnce(PARALLELISM);
      KafkaConnection connection = KafkaConnection.to(cluster.bootstrapServers());
      try (ImagesTopic events = new ImagesTopic(connection, DemoJob.images(), PARALLELISM);
          Answers answers = new Answers(connection);
          GroupLag lag = new GroupLag(connection, Answers.TOPICS.get(0), "tagstream")) {
        String live = submit(cluster);
        events.publishUpTo(EVENTS);
        answers.await(EVENTS, PATIENCE);
        String backfill = submit(cluster, backfill());
        awaitThat("the backfill has results", () -> results() > 0);

        events.publishUpTo(EVENTS + FLOOD);
        awaitThat("the backfill yields", () -> yields(cluster));
        awaitCheckpoints(cluster, backfill);
        long before = results();
        awaitCheckpoints(cluster, backfill);
        long after = results();
        assertThat(lag.now().orElseThrow()).isGreaterThan(MAX_LAG);
        assertThat(after).isEqualTo(before).isLessThan(OBJECTS);

        answers.await(EVENTS + FLOOD, PATIENCE);
        assertThat(cluster.flink().state(backfill)).isEqualTo("RUNNING");
        awaitThat("the backfill goes on", () -> results() > after);
        awaitThat("its end is known", () -> status(cluster).contains("time left"));
        assertThat(status(cluster))
            .contains("job        backfill")
            .containsPattern("time left  (\\d+ s|\\d+ min \\d+ s)");
        awaitThat("the backfill ends", () -> cluster.flink().state(backfill).equals("FINISHED"));
        assertThat(results()).isEqualTo(OBJECTS);
        cluster.flink().stop(live, cluster.savepoints());
        answers.readToEnd();
        assertThat(Differences.between(events.expected(), answers.all())).isEmpty();
        assertThat(answers.repeated()).isZero();
      }
    }
  }

  private String[] backfill() {
    return new String[] {
      "--tagging.job.name",
      "backfill",
      "--tagging.source",
      "objects",
      "--tagging.objects.uris",
      DemoJob.images().toString(),
      "--tagging.sink",
      "files",
      "--tagging.files.path",
      folder.resolve("results").toString(),
      "--tagging.pace.max-images-per-second",
      IMAGES_PER_SECOND,
      "--tagging.pace.live-group-id",
      "tagstream",
      "--tagging.pace.max-live-lag",
      String.valueOf(MAX_LAG)
    };
  }

  private static String submit(Cluster cluster, String... more)
      throws IOException, InterruptedException {
    return cluster.submit(
        List.of("--parallelism", String.valueOf(PARALLELISM)), DemoJob.options(cluster, more));
  }

  /** Whether each slot has told that it waits; both may be in one process. */
  private static boolean yields(Cluster cluster) throws IOException {
    int slots = 0;
    for (String name : cluster.processes().taskManagers()) {
      slots +=
          cluster
                  .processes()
                  .log(name)
                  .split("Starts no images while the urgent job lags", -1)
                  .length
              - 1;
    }
    return slots >= PARALLELISM;
  }

  /** Returns after a checkpoint that began from now on: what was tagged before is then visible. */
  private static void awaitCheckpoints(Cluster cluster, String job) throws Exception {
    int before = cluster.flink().completedCheckpoints(job);
    awaitThat(
        "checkpoints complete", () -> cluster.flink().completedCheckpoints(job) >= before + 3);
  }

  private static void awaitThat(String what, Callable<Boolean> condition) {
    await(what).atMost(PATIENCE).until(condition);
  }

  /** How many images have an answer in the files that are visible. */
  private long results() throws IOException {
    long lines = 0;
    for (String kind : List.of("tags", "rejects")) {
      Path files = folder.resolve("results").resolve(kind);
      if (Files.isDirectory(files)) {
        // Flink hides a file that is in progress by a dot
        try (DirectoryStream<Path> visible = Files.newDirectoryStream(files, kind + "-*")) {
          for (Path file : visible) {
            lines += Files.readAllLines(file).size();
          }
        }
      }
    }
    return lines;
  }

  /** What {@code tagstream status} prints of the cluster's jobs. */
  private static String status(Cluster cluster) throws IOException, InterruptedException {
    ProcessBuilder command = cluster.script("tagstream").redirectErrorStream(true);
    command
        .command()
        .addAll(List.of("status", "--flink", "http://127.0.0.1:" + cluster.restPort()));
    Process process = command.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }
}

package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Statements of Flink SQL on a cluster of processes, beside the job. */
@Tag("gateway")
@Timeout(900)
final class SqlGatewayITCase {

  private static final Path HOME = Path.of("target/cluster").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @Test
  void runsAStatementInTheSessionOfTheJob() throws Exception {
    Cluster.Size size = new Cluster.Size(1, 2, "1500m");
    try (Cluster cluster =
            Cluster.start(HOME, folder.resolve("run"), size, Map.of("TAGSTREAM_SQL", "true"));
        SqlGateway gateway = SqlGateway.start(cluster, folder.resolve("gateway.log"))) {
      cluster.createTopicsAtOnce(1);
      String job = cluster.submit(List.of("--parallelism", "1"), DemoJob.options(cluster));
      await("the job").atMost(PATIENCE).until(() -> cluster.flink().allTasksRun(job));

      gateway.run("SET 'parallelism.default' = '1'");
      gateway.run(
          """
          CREATE MODEL tagger INPUT (image BYTES) OUTPUT (best STRING, reject STRING)
          WITH ('provider' = 'onnx', 'model.file' = '%s', 'device' = 'cpu')\
          """
              .formatted(DemoJob.model()));
      gateway.run(
          """
          CREATE TABLE archive (id STRING, image BYTES)
          WITH ('connector' = 'tagstream-objects', 'uris' = '%s;%s')\
          """
              .formatted(
                  DemoJob.images().resolve("Bag/00320.png"), DemoJob.images().resolve("broken")));

      assertThat(
              gateway.run(
                  """
                  SELECT REGEXP_EXTRACT(id, '[^/]*$'), COALESCE(best, SPLIT_INDEX(reject, ':', 0))
                  FROM ML_PREDICT(TABLE archive, MODEL tagger, DESCRIPTOR(image),
                    MAP['async', 'true', 'max-concurrent-operations', '32'])\
                  """))
          .containsExactlyInAnyOrder(
              "[00320.png, Bag]",
              "[decompression-bomb.png, TOO_MANY_PIXELS]",
              "[empty.jpg, EMPTY_IMAGE]",
              "[half-an-image.jpg, CORRUPT_IMAGE]",
              "[half-an-image.png, TRUNCATED_IMAGE]",
              "[noise.webp, UNSUPPORTED_FORMAT]",
              "[not-found.jpg, UNSUPPORTED_FORMAT]",
              "[shopping-list.png, UNSUPPORTED_FORMAT]");
      assertThat(cluster.flink().state(job)).isEqualTo("RUNNING");
      assertThat(cluster.processes().log("taskmanager-1"))
          .containsOnlyOnce("fashion-resnet50 runs on cpu");
    }
  }
}

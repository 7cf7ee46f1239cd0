package dev.tagstream.cluster;

import static dev.tagstream.cluster.Fault.Kind.FILL_CHECKPOINTS;
import static dev.tagstream.cluster.Fault.Kind.SHRINK_RECORDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits that change or are reached under a job that runs. */
@Tag("faults")
@Timeout(900)
final class LimitsITCase {

  private static final int EVENTS = 3_000;
  private static final int DISK_MEGABYTES = 16;

  private static final int TINY_EVENTS = 50_000;
  private static final int EVENTS_TO_AN_IMAGE = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  @TempDir private Path folder;

  @Test
  void everyEventIsAnsweredOnceThoughCheckpointsFindNoSpaceAndTopicsTakeSmallerRecords()
      throws Exception {
    FaultSchedule schedule =
        new FaultSchedule(
            0,
            EVENTS,
            2,
            List.of(
                new Fault(FILL_CHECKPOINTS, EVENTS / 10, 1, 0),
                new Fault(SHRINK_RECORDS, EVENTS / 2, 1, 0)));
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("checkpoints"), DISK_MEGABYTES);
        Cluster cluster =
            Cluster.start(
                Path.of("target/cluster").toAbsolutePath(), folder, new Cluster.Size(1, 2, "1g"))) {
      cluster.createTopicsAtOnce(FaultRun.PARTITIONS);
      try (FaultRun run =
          new FaultRun(cluster, schedule, DemoJob.images(), slowly(cluster)).filling(disk)) {
        run.run();
        assertThat(Differences.between(run.events().expected(), run.answers().all())).isEmpty();
        assertThat(run.answers().repeated()).isZero();
      }
      assertThat(cluster.processes().log("jobmanager-1"))
          .contains(
              "Checkpoint storage is set to 'filesystem': (checkpoints \"file:%s\")"
                  .formatted(folder.resolve("checkpoints")),
              "IOException: No space left on device");
    }
  }

  /** With checkpoints so rare that the disk is free again before ten have failed. */
  private static List<String> slowly(Cluster cluster) {
    return DemoJob.options(cluster, "--tagging.checkpoint.interval", "3 s");
  }

  /** One in ten is an image of one pixel, the others are a byte that is none. */
  @Test
  void everyOneOf50000TinyEventsIsAnsweredOnceThoughATaskManagerDies() throws Exception {
    try (Cluster cluster =
        Cluster.start(
            Path.of("target/cluster").toAbsolutePath(), folder, new Cluster.Size(1, 2, "1g"))) {
      cluster.createTopicsAtOnce(FaultRun.PARTITIONS);
      KafkaConnection connection = KafkaConnection.to(cluster.bootstrapServers());
      try (ImagesTopic events = new ImagesTopic(connection, DemoJob.images(), FaultRun.PARTITIONS);
          Answers answers = new Answers(connection)) {
        publishTiny(events);
        String job = cluster.submit(List.of("--parallelism", "2"), DemoJob.options(cluster));
        answers.await(TINY_EVENTS / 2, PATIENCE);
        cluster.processes().kill("taskmanager-1");
        answers.await(TINY_EVENTS, PATIENCE);
        cluster.flink().stop(job, cluster.savepoints());
        answers.readToEnd();
        assertThat(Differences.between(events.expected(), answers.all())).isEmpty();
        assertThat(answers.repeated()).isZero();
      }
    }
  }

  private static void publishTiny(ImagesTopic events) throws IOException {
    ByteArrayOutputStream pixel = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png", pixel);
    for (int i = 0; i < TINY_EVENTS; i++) {
      if (i % EVENTS_TO_AN_IMAGE == 0) {
        events.publish("tiny-" + i, pixel.toByteArray(), "tagged");
      } else {
        events.publish("tiny-" + i, new byte[1], "UNSUPPORTED_FORMAT");
      }
    }
  }
}

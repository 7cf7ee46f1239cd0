package dev.tagstream.cluster;

import static dev.tagstream.cluster.Fault.Kind.FILL_BROKER_DISK;
import static dev.tagstream.cluster.Fault.Kind.KILL_TOPIC_LEADER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers, with each record on all of them: any one may be lost, the job goes on. */
@Tag("faults")
@Timeout(900)
final class BrokersITCase {

  private static final int EVENTS = 6_000;
  private static final int DISK_MEGABYTES = 96;

  @TempDir private Path folder;

  @Test
  void everyEventIsAnsweredOnceThoughTheLeaderOfEachTopicIsKilledAndADiskIsFull() throws Exception {
    FaultSchedule schedule =
        new FaultSchedule(
            0,
            EVENTS,
            2,
            List.of(
                new Fault(KILL_TOPIC_LEADER, EVENTS / 10, 1, 0),
                new Fault(KILL_TOPIC_LEADER, EVENTS * 2 / 10, 1, 1),
                new Fault(KILL_TOPIC_LEADER, EVENTS * 3 / 10, 1, 2),
                new Fault(FILL_BROKER_DISK, EVENTS * 4 / 10, 1, 0)));
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("broker-3"), DISK_MEGABYTES);
        Cluster cluster =
            Cluster.start(
                Path.of("target/cluster").toAbsolutePath(),
                folder,
                new Cluster.Size(1, 2, "1g"),
                Map.of("TAGSTREAM_BROKERS", "3"))) {
      cluster.createTopics(FaultRun.PARTITIONS);
      try (FaultRun run =
          new FaultRun(cluster, schedule, DemoJob.images(), DemoJob.options(cluster))
              .filling(disk)) {
        run.run();
        assertThat(Differences.between(run.events().expected(), run.answers().all())).isEmpty();
        assertThat(run.answers().repeated()).isZero();
      }
    }
  }
}

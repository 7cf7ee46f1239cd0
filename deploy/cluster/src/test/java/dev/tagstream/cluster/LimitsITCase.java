package dev.tagstream.cluster;

import static dev.tagstream.cluster.Fault.Kind.FILL_CHECKPOINTS;
import static dev.tagstream.cluster.Fault.Kind.SHRINK_RECORDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
          new FaultRun(cluster, schedule, DemoJob.images(), DemoJob.options(cluster))
              .filling(disk)) {
        run.run();
        assertThat(Differences.between(run.events().expected(), run.answers().all())).isEmpty();
        assertThat(run.answers().repeated()).isZero();
      }
    }
  }
}

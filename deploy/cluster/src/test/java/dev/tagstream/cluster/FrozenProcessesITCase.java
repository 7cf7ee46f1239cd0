package dev.tagstream.cluster;

import static dev.tagstream.cluster.Fault.Kind.FREEZE_BROKER;
import static dev.tagstream.cluster.Fault.Kind.FREEZE_LEADER;
import static dev.tagstream.cluster.Fault.Kind.FREEZE_TASK_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that answer nobody for a while, and then go on as if no time had passed. */
@Tag("faults")
@Timeout(900)
final class FrozenProcessesITCase {

  private static final int EVENTS = 3_000;

  @TempDir private Path folder;

  @Test
  void everyEventIsAnsweredOnceThoughATaskManagerAndTheJobManagerAreFrozen() throws Exception {
    run(
        new Cluster.Size(2, 1, "1g"),
        1,
        List.of(
            new Fault(FREEZE_TASK_MANAGER, EVENTS / 10, 1, 1),
            new Fault(FREEZE_LEADER, EVENTS / 2, 1, 0)));
  }

  @Test
  void theOtherJobManagerGoesOnAndTheFrozenOneDisturbsNothingLater() throws Exception {
    run(new Cluster.Size(1, 2, "1g"), 2, List.of(new Fault(FREEZE_LEADER, EVENTS / 10, 1, 0)));
  }

  /** A TaskManager that could not clean up a task would end, and be started again. */
  @Test
  void aBrokerThatIsSilentForThreeMinutesCostsRestartsOfTheJobAndNoProcess() throws Exception {
    run(new Cluster.Size(2, 1, "1g"), 1, List.of(new Fault(FREEZE_BROKER, EVENTS / 10, 1, 0)));
  }

  private void run(Cluster.Size size, int jobManagers, List<Fault> faults) throws Exception {
    FaultSchedule schedule = new FaultSchedule(0, EVENTS, 2, faults);
    try (Cluster cluster =
        Cluster.start(
            Path.of("target/cluster").toAbsolutePath(),
            folder,
            size,
            Map.of("TAGSTREAM_JOBMANAGERS", String.valueOf(jobManagers)))) {
      cluster.createTopicsAtOnce(FaultRun.PARTITIONS);
      try (FaultRun run =
          new FaultRun(cluster, schedule, DemoJob.images(), DemoJob.options(cluster))) {
        run.run();
        assertThat(Differences.between(run.events().expected(), run.answers().all())).isEmpty();
        assertThat(run.answers().repeated()).isZero();
      }
    }
  }
}

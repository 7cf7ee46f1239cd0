package dev.tagstream.cluster;

import static dev.tagstream.cluster.Fault.Kind.KILL_FLINK;
import static dev.tagstream.cluster.Fault.Kind.KILL_LEADER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which starts of a job wait for its lease when processes of Flink were killed, and which not. */
@Tag("faults")
@Timeout(900)
final class LeasesITCase {

  private static final int EVENTS = 2_000;
  private static final String WAITING = "waiting up to 25 s to see whether that job is alive";

  @TempDir private Path folder;

  /** The second fault is what an operator does for an upgrade from the last state. */
  @Test
  void neitherAFailoverNorAnUpgradeFromTheLastStateUnderTheSameIdWaits() throws Exception {
    run(
        2,
        List.of(new Fault(KILL_LEADER, EVENTS / 10, 0, 0), new Fault(KILL_FLINK, EVENTS / 2, 1, 0)),
        cluster -> {
          for (String name : List.of("jobmanager-1", "jobmanager-2")) {
            assertThat(cluster.processes().log(name)).doesNotContain(WAITING);
          }
          assertThat(cluster.submissions()).doesNotContain(WAITING);
        });
  }

  @Test
  void aNewSubmissionAfterAKillWaitsForTheLeaseAndSaysSo() throws Exception {
    run(
        1,
        List.of(new Fault(KILL_FLINK, EVENTS / 2, 1, 0)),
        cluster -> assertThat(cluster.submissions()).containsOnlyOnce(WAITING));
  }

  @FunctionalInterface
  private interface Check {

    void of(Cluster cluster) throws Exception;
  }

  private void run(int jobManagers, List<Fault> faults, Check check) throws Exception {
    FaultSchedule schedule = new FaultSchedule(0, EVENTS, 2, faults);
    try (Cluster cluster =
        Cluster.start(
            Path.of("target/cluster").toAbsolutePath(),
            folder,
            new Cluster.Size(1, 2, "1g"),
            Map.of("TAGSTREAM_JOBMANAGERS", String.valueOf(jobManagers)))) {
      cluster.createTopicsAtOnce(FaultRun.PARTITIONS);
      try (FaultRun run =
          new FaultRun(cluster, schedule, DemoJob.images(), DemoJob.options(cluster))) {
        run.run();
        assertThat(Differences.between(run.events().expected(), run.answers().all())).isEmpty();
        assertThat(run.answers().repeated()).isZero();
      }
      check.of(cluster);
    }
  }
}

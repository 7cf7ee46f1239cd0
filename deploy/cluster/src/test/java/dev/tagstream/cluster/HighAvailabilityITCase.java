package dev.tagstream.cluster;

import static dev.tagstream.cluster.Fault.Kind.KILL_BROKER;
import static dev.tagstream.cluster.Fault.Kind.KILL_LEADER;
import static dev.tagstream.cluster.Fault.Kind.KILL_TASK_MANAGER;
import static dev.tagstream.cluster.Fault.Kind.STOP_AND_RESUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster with two JobManagers: what becomes of events when each kind of process dies under them,
 * and who reads files. A failure is repeated by the seed that the test prints: {@code
 * -Dfaults.seed=...}.
 */
@Timeout(1200)
final class HighAvailabilityITCase {

  private static final int EVENTS = 2_000;
  private static final int MAX_IN_FLIGHT = 50;
  private static final Cluster.Size SIZE = new Cluster.Size(2, 2, "1g");
  private static final int SLOTS = 4;

  private static final Set<PosixFilePermission> OWNER =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  @TempDir private Path folder;

  @Test
  void everyEventIsAnsweredExactlyOnceThoughProcessesAndTheLeaderDieAndNobodyElseReadsItsFiles()
      throws Exception {
    FaultSchedule schedule =
        FaultSchedule.draw(
            FaultsITCase.seed(),
            EVENTS,
            SLOTS,
            MAX_IN_FLIGHT,
            List.of(KILL_TASK_MANAGER, KILL_BROKER, KILL_LEADER, STOP_AND_RESUME));
    System.out.println(schedule);
    try (Cluster cluster =
        Cluster.start(
            Path.of("target/cluster").toAbsolutePath(),
            folder,
            SIZE,
            Map.of("TAGSTREAM_JOBMANAGERS", "2"))) {
      cluster.createTopicsAtOnce(FaultRun.PARTITIONS);
      assertThatThrownBy(() -> cluster.flink().upload(cluster.jobJar()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("POST request not allowed");
      try (FaultRun run =
          new FaultRun(
              cluster,
              schedule,
              DemoJob.images(),
              DemoJob.options(cluster, "--tagging.checkpoint.interval", "2 s"))) {
        run.run();
        assertThat(Differences.between(run.events().expected(), run.answers().all())).isEmpty();
        assertThat(run.answers().repeated()).isZero();
        assertThat(run.answers().written())
            .as("records written, some of them in vain")
            .isGreaterThan(EVENTS);
      }
      assertThat(cluster.processes().restarts()).as("processes started again").isPositive();
      assertThat(readableByOthers()).isEmpty();
    }
  }

  /** What others than the owner may reach of the files; the broker's topics are among them. */
  private List<Path> readableByOthers() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> !OWNER.containsAll(permissions(file))).toList();
    }
  }

  private static Set<PosixFilePermission> permissions(Path file) {
    try {
      return Files.getPosixFilePermissions(file);
    } catch (IOException e) {
      // removed meanwhile, as old checkpoints are
      return Set.of();
    }
  }
}

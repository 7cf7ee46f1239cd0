package dev.tagstream.cluster;

import static dev.tagstream.cluster.Fault.Kind.KILL_LEADER;
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

/** A cluster with two JobManagers: what becomes of a job whose leader dies, and who reads files. */
@Timeout(900)
final class HighAvailabilityITCase {

  private static final int EVENTS = 600;
  private static final Set<PosixFilePermission> OWNER =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  @TempDir private Path folder;

  @Test
  void theJobGoesOnByItselfThoughTheLeaderIsKilledInACheckpointAndNobodyElseReadsItsFiles()
      throws Exception {
    FaultSchedule schedule =
        new FaultSchedule(0, EVENTS, 2, List.of(new Fault(KILL_LEADER, EVENTS / 4, 0, 0)));
    try (Cluster cluster =
        Cluster.start(
            Path.of("target/cluster").toAbsolutePath(),
            folder,
            new Cluster.Size(1, 2, "1g"),
            Map.of("TAGSTREAM_JOBMANAGERS", "2"))) {
      cluster.createTopicsAtOnce(FaultRun.PARTITIONS);
      assertThatThrownBy(() -> cluster.flink().upload(cluster.jobJar()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("POST request not allowed");
      try (FaultRun run =
          new FaultRun(cluster, schedule, DemoJob.images(), DemoJob.options(cluster))) {
        run.run();
        assertThat(Differences.between(run.events().expected(), run.answers().all())).isEmpty();
        assertThat(run.answers().repeated()).isZero();
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

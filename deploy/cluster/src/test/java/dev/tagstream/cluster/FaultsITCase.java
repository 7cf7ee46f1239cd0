package dev.tagstream.cluster;

import static dev.tagstream.cluster.Fault.Kind.KILL_BROKER;
import static dev.tagstream.cluster.Fault.Kind.KILL_TASK_MANAGER;
import static dev.tagstream.cluster.Fault.Kind.STOP_AND_RESUME;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of events when processes are killed under them again and again; {@link
 * HighAvailabilityITCase} is the short one. A failure is repeated by the seed that the test prints:
 * {@code -Dfaults.seed=...}.
 */
@Tag("faults")
@Timeout(1200)
final class FaultsITCase {

  private static final Cluster.Size SIZE = new Cluster.Size(2, 2, "1g");
  private static final int SLOTS = 4;

  @TempDir private Path folder;

  @Test
  void everyEventIsAnsweredExactlyOnceThoughThreeTaskManagersAndTheBrokerDie() throws Exception {
    everyEventIsAnsweredExactlyOnce(
        FaultForm.of(6_000, 20_000),
        List.of(
            KILL_TASK_MANAGER, KILL_TASK_MANAGER, KILL_TASK_MANAGER, KILL_BROKER, STOP_AND_RESUME));
  }

  @Test
  void atLeastOnceLosesNothingThoughProcessesDie() throws Exception {
    FaultSchedule schedule =
        FaultSchedule.draw(
            seed(),
            FaultForm.of(4_000, 10_000),
            SLOTS,
            0,
            List.of(KILL_TASK_MANAGER, KILL_TASK_MANAGER, KILL_BROKER, STOP_AND_RESUME));
    try (Cluster cluster = start();
        FaultRun run = prepare(cluster, schedule, "at-least-once").repeating()) {
      run.run();
      SortedMap<String, String> once = new TreeMap<>(run.answers().all());
      once.replaceAll((place, answers) -> answers.split(", ", 2)[0]);
      assertThat(Differences.between(run.events().expected(), once)).isEmpty();
      assertThat(run.answers().repeated()).as("answers more than one").isPositive();
    }
  }

  private void everyEventIsAnsweredExactlyOnce(int events, List<Fault.Kind> kinds)
      throws Exception {
    FaultSchedule schedule = FaultSchedule.draw(seed(), events, SLOTS, 50, kinds);
    try (Cluster cluster = start();
        FaultRun run = prepare(cluster, schedule, "exactly-once")) {
      run.run();
      assertThat(Differences.between(run.events().expected(), run.answers().all())).isEmpty();
      assertThat(run.answers().written())
          .as("records written, some of them in vain")
          .isGreaterThan(events);
    }
  }

  private Cluster start() throws Exception {
    return Cluster.start(Path.of("target/cluster").toAbsolutePath(), folder, SIZE);
  }

  private static FaultRun prepare(Cluster cluster, FaultSchedule schedule, String delivery)
      throws Exception {
    System.out.println(delivery + ", " + schedule);
    cluster.createTopicsAtOnce(FaultRun.PARTITIONS);
    Path demo = Path.of("../cli/demo").toAbsolutePath().normalize();
    return new FaultRun(
        cluster,
        schedule,
        demo.resolve("images"),
        List.of(
            "--tagging.model.file",
            demo.resolve("model/fashion-resnet50.onnx").toString(),
            "--tagging.device.provider",
            "cpu",
            "--tagging.checkpoint.interval",
            "2 s",
            "--tagging.kafka.delivery",
            delivery));
  }

  /** What a schedule of faults is drawn from. */
  static long seed() {
    return Long.getLong("faults.seed", System.currentTimeMillis());
  }
}

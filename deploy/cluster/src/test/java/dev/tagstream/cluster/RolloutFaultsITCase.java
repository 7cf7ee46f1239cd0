package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.ManifestTopic;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.rollout.ModelManifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The model of a job changes while TaskManagers and JobManagers are killed in each phase. */
@Tag("faults")
@Timeout(1800)
final class RolloutFaultsITCase {

  /** The fewest. */
  private static final int EVENTS = FaultForm.of(3_000, 20_000);

  private static final int AHEAD = 400;
  private static final int SLOTS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String JOB = "tagstream";
  private static final String TOPIC = "tagstream-models";

  /** A string field of an ONNX model that nobody reads: another file, the same tags. */
  private static final byte[] DOC_STRING = {0x32, 1, 'x'};

  @TempDir private Path folder;

  @Test
  void eachPartitionChangesItsModelAtOneOffsetThoughProcessesDieInEachPhase() throws Exception {
    ModelEpoch.Model first = model(DemoJob.model());
    Path other = folder.resolve("other.onnx");
    Files.write(other, concat(Files.readAllBytes(DemoJob.model()), DOC_STRING));
    ModelEpoch.Model second = model(other);
    Path half = folder.resolve("half.onnx");
    Files.write(half, concat(Files.readAllBytes(other), DOC_STRING));
    ModelEpoch.Model third = model(half);
    Files.write(half, Arrays.copyOf(Files.readAllBytes(half), 1_000_000));
    try (Cluster cluster =
        Cluster.start(
            Path.of("target/cluster").toAbsolutePath(),
            folder.resolve("cluster"),
            new Cluster.Size(2, SLOTS / 2, "1g"),
            Map.of("TAGSTREAM_JOBMANAGERS", "2"))) {
      cluster.createTopicsAtOnce(FaultRun.PARTITIONS);
      String job =
          cluster.submit(
              List.of("--parallelism", String.valueOf(SLOTS)),
              DemoJob.options(cluster, "--tagging.models.topic", TOPIC));
      try (Run run = new Run(cluster)) {
        run.awaitEpoch(0);

        run.set(second);
        cluster.processes().kill(cluster.processes().taskManagers().get(0));
        run.awaitEpoch(1);

        run.set(third);
        run.awaitLog("Epoch 2 is refused");
        run.set(ofAnotherSize());
        run.awaitLog("Epoch 3 is refused");
        run.set(ofNaN());
        run.awaitLog("Epoch 4 is refused");

        run.set(first);
        run.awaitLog("Switching to epoch 5 ");
        cluster.processes().kill(cluster.processes().leader());
        cluster.startJobManager();
        run.awaitEpoch(5);

        run.set(second);
        run.awaitLog("Switching to epoch 6 ");
        cluster.processes().kill(cluster.processes().taskManagers().get(1));
        run.awaitEpoch(6);

        run.set(null);
        cluster.processes().kill(cluster.processes().leader());
        cluster.startJobManager();
        run.awaitEpoch(7);

        run.finish(job);
      }
    }
  }

  private static ModelEpoch.Model model(Path file) throws Exception {
    return new ModelEpoch.Model(file.toString(), ContainerITCase.sha256(file));
  }

  /** The same weights for images of 32 by 32 pixels, which the job does not make. */
  private ModelEpoch.Model ofAnotherSize() throws Exception {
    return model(
        changed(
            "of-another-size.onnx",
            bytes ->
                bytes
                    .replace("\"height\":64,\"width\":64", "\"height\":32,\"width\":32")
                    .replace("\n\002\b@\n\002\b@b", "\n\002\b \n\002\b b")));
  }

  /** One logit is NaN, so all scores are. */
  private ModelEpoch.Model ofNaN() throws Exception {
    String bias = "fc.biasJ(";
    return model(
        changed(
            "nan.onnx",
            bytes -> {
              int begin = bytes.indexOf(bias) + bias.length();
              String nan = "\u00ff".repeat(Float.BYTES);
              return bytes.substring(0, begin) + nan + bytes.substring(begin + nan.length());
            }));
  }

  /**
   * Writes the job's model with some bytes changed.
   *
   * @param change of the bytes, one character each; must keep their number
   */
  private Path changed(String name, UnaryOperator<String> change) throws Exception {
    String bytes = Files.readString(DemoJob.model(), StandardCharsets.ISO_8859_1);
    String changed = change.apply(bytes);
    assertThat(changed).isNotEqualTo(bytes).hasSameSizeAs(bytes);
    return Files.writeString(folder.resolve(name), changed, StandardCharsets.ISO_8859_1);
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  /** Events that a job answers while its model changes. */
  private static final class Run implements AutoCloseable {

    private final Cluster cluster;
    private final ManifestTopic topic;
    private final ImagesTopic events;
    private final Answers answers;
    private @Nullable ModelManifest manifest;

    Run(Cluster cluster) throws Exception {
      KafkaConnection connection = KafkaConnection.to(cluster.bootstrapServers());
      this.cluster = cluster;
      this.topic = new ManifestTopic(connection, TOPIC, JOB);
      this.events = new ImagesTopic(connection, DemoJob.images(), FaultRun.PARTITIONS);
      this.answers = new Answers(connection);
    }

    /** Null for the model that the job was started with. */
    void set(ModelEpoch.@Nullable Model model) throws InterruptedException {
      ModelManifest before = manifest;
      ModelManifest next =
          before != null
              ? before.with(model, Instant.now())
              : new ModelManifest(List.of(new ModelManifest.Entry(1, model, Instant.now())));
      manifest = next;
      topic.write(next);
      say("epoch " + next.current().epoch() + " is set");
    }

    private boolean isLogged(String line) throws Exception {
      for (String name : List.of("jobmanager-1", "jobmanager-2")) {
        if (cluster.processes().log(name).contains(line)) {
          return true;
        }
      }
      return false;
    }

    void awaitEpoch(long epoch) {
      readUntil("an answer of epoch " + epoch, () -> answers.epochs().containsValue(epoch));
      say("epoch " + epoch + " has answers");
    }

    /** Publishes and reads until a condition holds. */
    private void readUntil(String what, Callable<Boolean> condition) {
      await(what)
          .pollInSameThread()
          .atMost(PATIENCE)
          .until(
              () -> {
                events.publishUpTo(Math.max(events.published(), answers.answered() + AHEAD));
                answers.readSome();
                return condition.call();
              });
    }

    /** Epochs grow with the offset, and readers of all partitions were in each of them. */
    private void checkEpochs() {
      Map<String, SortedMap<Long, Long>> partitions = new TreeMap<>();
      answers
          .epochs()
          .forEach(
              (place, epoch) -> {
                String[] parts = place.split("@", 2);
                partitions
                    .computeIfAbsent(parts[0], none -> new TreeMap<>())
                    .put(Long.valueOf(parts[1]), epoch);
              });
      assertThat(partitions).hasSize(FaultRun.PARTITIONS);
      partitions.forEach(
          (partition, epochs) -> {
            List<Long> inOrder = new ArrayList<>(epochs.values());
            assertThat(inOrder).as("epochs of partition %s", partition).isSorted();
            assertThat(new TreeSet<>(inOrder)).containsExactly(0L, 1L, 5L, 6L, 7L);
          });
    }

    private void say(String what) {
      System.out.printf(
          "%tT answered %d: %s%n", System.currentTimeMillis(), answers.answered(), what);
    }

    void awaitLog(String line) {
      readUntil(line, () -> isLogged(line));
    }

    void finish(String job) throws Exception {
      readUntil(EVENTS + " events are answered", () -> answers.answered() >= EVENTS);
      answers.await(events.published(), PATIENCE);
      cluster.flink().stop(job, cluster.savepoints());
      answers.readToEnd();
      assertThat(Differences.between(events.expected(), answers.all())).isEmpty();
      assertThat(answers.repeated()).isZero();
      checkEpochs();
    }

    @Override
    public void close() {
      events.close();
      answers.close();
    }
  }
}

package dev.tagstream.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} as a process of its own, stopped in every way: each image is answered once. */
@Timeout(900)
final class RunStateITCase {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int IMAGES = 400;
  private static final String GROUP = "tagstream";
  private static final List<String> TOPICS = List.of("image-events", "image-tags", "image-rejects");

  @TempDir private Path folder;
  private EmbeddedBroker broker;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void publishImages() throws Exception {
    ColorModel.write(folder.resolve("colors.onnx"));
    byte[] png = ColorImages.png(Color.RED, 20, 10);
    Path images = Files.createDirectories(folder.resolve("images"));
    for (int i = 0; i < IMAGES; i++) {
      Files.write(images.resolve("%04d.png".formatted(i)), png);
    }
    broker = EmbeddedBroker.start();
    try (Topics topics = Topics.of(connection())) {
      topics.create(2, TOPICS);
    }
    publish();
  }

  @AfterEach
  void endAll() {
    processes.forEach(Process::destroyForcibly);
    broker.close();
  }

  @Test
  void resumesWhereSigtermStoppedItAlsoWithinTheFirstCheckpointInterval() throws Exception {
    // transactions are only committed by the stop itself
    Process run = run("--mode", "stream", "-Dtagging.checkpoint.interval=5m");
    awaitUncommittedAnswers(run);
    run.destroy();
    assertThat(exitCode(run)).isEqualTo(143);
    assertThat(groupPosition()).isEqualTo(committedAnswers().size()).isPositive();

    publish();
    Process next = run("--mode", "stream", "-Dtagging.checkpoint.interval=500ms");
    awaitAnswers(next, 2 * IMAGES);
    next.destroy();
    assertThat(exitCode(next)).isEqualTo(143);
    assertThat(eachTwice()).isEmpty();
    assertThat(output(next)).contains("resuming from " + folder.resolve("state/savepoints/"));
  }

  @Test
  @Tag("faults")
  void resumesFromItsLastCheckpointWhenItWasKilled() throws Exception {
    Process run = run("--mode", "stream", "-Dtagging.checkpoint.interval=300ms");
    awaitAnswers(run, 1);
    run.destroyForcibly();
    run.waitFor();
    publish();

    Process next = run("--mode", "stream", "-Dtagging.checkpoint.interval=300ms");
    awaitAnswers(next, 2 * IMAGES);
    next.destroy();
    assertThat(exitCode(next)).isEqualTo(143);
    assertThat(eachTwice()).isEmpty();
    assertThat(output(next)).contains("resuming from " + folder.resolve("state/checkpoints/"));
  }

  @Test
  @Tag("faults")
  void batchesRepeatNothingThoughOneWasStoppedAndOneWasKilled() throws Exception {
    Process stopped = run("--mode", "batch", "-Dtagging.checkpoint.interval=5m");
    awaitUncommittedAnswers(stopped);
    stopped.destroy();
    stopped.waitFor();
    int before = committedAnswers().size();
    publish();
    Process killed = run("--mode", "batch", "-Dtagging.checkpoint.interval=200ms");
    awaitAnswers(killed, before + 1);
    killed.destroyForcibly();
    killed.waitFor();
    assertThat(exitCode(run("--mode", "batch"))).isZero();
    assertThat(committedAnswers()).hasSize(2 * IMAGES);
    assertThat(groupPosition()).isEqualTo(2 * IMAGES);
    assertThat(exitCode(run("--mode", "batch"))).isZero();
    assertThat(eachTwice()).isEmpty();
  }

  /**
   * The first partition is read to its end and in a checkpoint, but its end is not committed: as
   * after a kill between the two. The second one has a record whose transaction is open, which
   * keeps their common reader at work; a reader of finished partitions alone would end, and commits
   * before it does.
   */
  @Test
  @Tag("faults")
  void aBatchKilledBetweenACheckpointAndTheCommitOfItsOffsetsRepeatsNothing() throws Exception {
    TopicPartition finished = new TopicPartition("image-events", 0);
    try (Producer<byte[], byte[]> open = openTransaction(new TopicPartition("image-events", 1))) {
      Process killed =
          run("--mode", "batch", "--slots", "1", "-Dtagging.checkpoint.interval=200ms");
      awaitAnswers(killed, IMAGES);
      awaitOf(killed, () -> groupOffset(finished) == endOffset(finished));
      killed.destroyForcibly();
      killed.waitFor();
      deleteGroupOffset(finished);
      open.commitTransaction();
    }
    // resumes, then starts from the offsets of the group
    assertThat(exitCode(run("--mode", "batch"))).isZero();
    assertThat(groupOffset(finished)).isEqualTo(endOffset(finished));
    assertThat(committedAnswers()).hasSize(IMAGES + 1).doesNotHaveDuplicates();
  }

  @Test
  void aSecondProcessOfTheSameJobIsRefusedWhileTheFirstRuns() throws Exception {
    Process run = run("--mode", "stream", "-Dtagging.checkpoint.interval=300ms");
    awaitAnswers(run, 1);
    Process second = run("--mode", "stream");
    assertThat(exitCode(second)).isEqualTo(2);
    assertThat(output(second))
        .isEqualTo(
            "tagstream run: another process uses the state folder %s; stop it first\n"
                .formatted(folder.resolve("state")));
    run.destroy();
    exitCode(run);
  }

  @Test
  void theStateIsReadableByItsOwnerOnly() throws Exception {
    assertThat(exitCode(run("--mode", "batch"))).isZero();
    assertThat(Files.getPosixFilePermissions(folder.resolve("state")))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE", "OWNER_EXECUTE");
  }

  private Process run(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    for (String opened : List.of("java.lang", "java.util", "java.time", "java.nio")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Tagstream.class.getName(),
            "run",
            "--bootstrap-servers",
            broker.bootstrapServers(),
            "--model",
            folder.resolve("colors.onnx").toString(),
            "--state",
            folder.resolve("state").toString(),
            "-Dtagging.device.provider=cpu",
            "-Dtagging.batch.max-images=4"));
    command.addAll(List.of(options));
    Path log = folder.resolve("run-%d.log".formatted(processes.size()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    processes.add(process);
    return process;
  }

  private String output(Process process) throws IOException {
    return Files.readString(folder.resolve("run-%d.log".formatted(processes.indexOf(process))));
  }

  private int exitCode(Process process) throws Exception {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as(output(process))
        .isTrue();
    return process.exitValue();
  }

  private void publish() {
    assertThat(execute(new StringWriter(), "publish", folder.resolve("images").toString()))
        .isZero();
  }

  /** Publishes one more image in a transaction, and leaves that open. */
  private Producer<byte[], byte[]> openTransaction(TopicPartition partition) throws Exception {
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection()
                .forProducer(
                    Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "open",
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        (int) PATIENCE.toMillis())),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    ImageEvent event =
        ImageEvent.newBuilder()
            .setId("open.png")
            .setImage(ByteBuffer.wrap(ColorImages.png(Color.RED, 20, 10)))
            .build();
    byte[] value = SingleObjectEncoder.of(ImageEvent.class).encode(event);
    producer
        .send(new ProducerRecord<>(partition.topic(), partition.partition(), null, value))
        .get();
    return producer;
  }

  private void awaitAnswers(Process run, int count) {
    awaitOf(run, () -> committedAnswers().size() >= count);
  }

  /** Waits until something is written, also what no transaction has committed. */
  private void awaitUncommittedAnswers(Process run) {
    awaitOf(run, () -> endOffsets("image-tags") > 0);
  }

  private void awaitOf(Process run, Callable<Boolean> condition) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(run.isAlive()).as(output(run)).isTrue();
              return condition.call();
            });
  }

  /** The ids of all committed results, as often as they are there. */
  private List<String> committedAnswers() throws IOException {
    StringWriter out = new StringWriter();
    assertThat(execute(out, "results", "--json")).isZero();
    JsonMapper json = new JsonMapper();
    List<String> ids = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      ids.add(json.readTree(line).get("id").textValue());
    }
    return ids;
  }

  /** Ids that were published twice and have another number of answers. */
  private Stream<String> eachTwice() throws IOException {
    List<String> answers = committedAnswers();
    return IntStream.range(0, IMAGES)
        .mapToObj("%04d.png"::formatted)
        .filter(id -> answers.stream().filter(id::equals).count() != 2);
  }

  private int execute(StringWriter out, String... arguments) {
    String[] all =
        Stream.concat(
                Stream.of(arguments), Stream.of("--bootstrap-servers", broker.bootstrapServers()))
            .toArray(String[]::new);
    return Tagstream.commandLine(new Interruption())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(all);
  }

  private long groupPosition() throws Exception {
    return groupOffsets().values().stream().mapToLong(OffsetAndMetadata::offset).sum();
  }

  /** What the group has committed of a partition; 0 if nothing. */
  private long groupOffset(TopicPartition partition) throws Exception {
    OffsetAndMetadata offset = groupOffsets().get(partition);
    return offset == null ? 0 : offset.offset();
  }

  private Map<TopicPartition, OffsetAndMetadata> groupOffsets() throws Exception {
    try (Admin admin = admin()) {
      return admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
    }
  }

  private void deleteGroupOffset(TopicPartition partition) throws Exception {
    try (Admin admin = admin()) {
      admin.deleteConsumerGroupOffsets(GROUP, Set.of(partition)).all().get();
    }
  }

  /** Counts also what no transaction has committed. */
  private long endOffsets(String topic) throws Exception {
    return endOffset(new TopicPartition(topic, 0)) + endOffset(new TopicPartition(topic, 1));
  }

  private long endOffset(TopicPartition partition) throws Exception {
    try (Admin admin = admin()) {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .partitionResult(partition)
          .get()
          .offset();
    }
  }

  private Admin admin() {
    return Admin.create(connection().with(Map.of()));
  }

  private KafkaConnection connection() {
    return KafkaConnection.to(requireNonNull(broker).bootstrapServers());
  }
}

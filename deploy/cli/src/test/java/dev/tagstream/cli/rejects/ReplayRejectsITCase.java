package dev.tagstream.cli.rejects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tagstream.cli.results.CommittedRecords;
import dev.tagstream.console.Console;
import dev.tagstream.console.Terminal;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.pipeline.config.FormatConfig;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.schemas.RejectReason;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.Stage;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Each reject goes back once: against a real broker, with rejects as the job writes them. */
@Timeout(120)
final class ReplayRejectsITCase {

  private static final Set<RejectReason> ALL = EnumSet.allOf(RejectReason.class);

  private static EmbeddedBroker broker;
  private static KafkaConnection connection;
  private static KafkaProducer<byte[], byte[]> producer;

  private final StringWriter messages = new StringWriter();
  private String images = "";
  private String rejects = "";

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start();
    connection = KafkaConnection.to(broker.bootstrapServers());
    producer = producer(Map.of());
  }

  @AfterAll
  static void stop() {
    producer.close();
    broker.close();
  }

  @BeforeEach
  void createTopics(TestInfo test) throws Exception {
    String name = test.getTestMethod().orElseThrow().getName();
    images = name + "-images";
    rejects = name + "-rejects";
    try (Topics topics = Topics.of(connection)) {
      topics.create(2, List.of(images, rejects));
    }
  }

  @Test
  void putsEachRejectBackOnceThoughItIsCalledTwice() throws Exception {
    reject(RejectReason.CORRUPT_IMAGE, "cat", 0, 17, "of a cat");
    reject(RejectReason.NOT_AN_IMAGE_EVENT, null, 1, 4, "no event");
    assertThat(replay(ALL, null)).hasSize(2);
    assertThat(replay(ALL, null)).isEmpty();
    reject(RejectReason.CORRUPT_IMAGE, "dog", 1, 18, "of a dog");
    assertThat(replay(ALL, null)).hasSize(1);

    assertThat(values(images))
        .containsExactlyInAnyOrder("0 cat: of a cat", "1 null: no event", "1 dog: of a dog");
  }

  @Test
  void keepsProvenanceInHeadersThroughFurtherAttempts() throws Exception {
    reject(RejectReason.MODEL_FAILED, "cat", 1, 17, "of a cat");
    RejectedImage again =
        RejectedImage.newBuilder(rejected(RejectReason.CORRUPT_IMAGE, "dog", 0, 99, "of a dog"))
            .setAttempt(3)
            .setFirstTopic("elsewhere")
            .setFirstPartition(5)
            .setFirstOffset(6L)
            .build();
    send(rejects, 0, "dog", again);
    replay(ALL, null);

    assertThat(headers(images))
        .containsEntry(
            "cat",
            Map.of(
                "tagstream.first.topic", images,
                "tagstream.first.partition", "1",
                "tagstream.first.offset", "17",
                "tagstream.attempt", "2",
                "tagstream.rejected.reason", "MODEL_FAILED"))
        .containsEntry(
            "dog",
            Map.of(
                "tagstream.first.topic", "elsewhere",
                "tagstream.first.partition", "5",
                "tagstream.first.offset", "6",
                "tagstream.attempt", "4",
                "tagstream.rejected.reason", "CORRUPT_IMAGE"));
  }

  @Test
  void takesTheReasonsOneAfterTheOtherAndNoneTwice() throws Exception {
    for (int i = 0; i < 4; i++) {
      reject(RejectReason.CORRUPT_IMAGE, "corrupt" + i, 0, i, "corrupt");
      reject(RejectReason.MODEL_FAILED, "failed" + i, 1, i, "failed");
    }
    assertThat(replay(EnumSet.of(RejectReason.MODEL_FAILED), null)).hasSize(4);
    assertThat(replay(EnumSet.of(RejectReason.MODEL_FAILED), null)).isEmpty();
    assertThat(replay(ALL, null))
        .hasSize(4)
        .allSatisfy(
            replayed ->
                assertThat(replayed.reject().avro().getReason())
                    .isEqualTo(RejectReason.CORRUPT_IMAGE));
    assertThat(replay(ALL, null)).isEmpty();
    assertThat(values(images)).doesNotHaveDuplicates().hasSize(8);
  }

  @Test
  void leavesRejectsBeforeATimeForLater() throws Exception {
    reject(RejectReason.CORRUPT_IMAGE, "early", 0, 1, "early");
    Instant between = lastTimestamp().plusMillis(1);
    await().until(() -> Instant.now().isAfter(between));
    reject(RejectReason.CORRUPT_IMAGE, "late", 0, 2, "late");
    assertThat(ids(replay(ALL, between))).containsExactly("late");
    assertThat(ids(replay(ALL, between))).isEmpty();
    assertThat(ids(replay(ALL, null))).containsExactly("early");
  }

  @Test
  void completesACutRejectFromWhereItWasSentAndNamesOneThatIsGone() throws Exception {
    var kept = new ProducerRecord<>(images, 0, "my key".getBytes(UTF_8), "whole".getBytes(UTF_8));
    kept.headers().add("camera", "north".getBytes(UTF_8));
    long gone = send(new ProducerRecord<>(images, 0, null, "gone!".getBytes(UTF_8))).offset();
    long whole = send(kept).offset();
    long other = send(new ProducerRecord<>(images, 0, null, "other".getBytes(UTF_8))).offset();
    deleteBefore(images, whole);
    send(rejects, 0, null, cut("gone", gone, "go"));
    send(rejects, 0, null, cut("whole", whole, "wh"));
    send(rejects, 0, null, cut("another", other, "an"));
    send(rejects, 0, null, cut("beyond", other + 7, "be"));

    List<ReplayedReject> replayed = replay(ALL, null);

    assertThat(replayed.stream().map(ReplayedReject::problem))
        .containsExactly(
            "the reject has 2 of its 5 bytes, and %s-0@%d is not retained any more"
                .formatted(images, gone),
            null,
            "the reject has 2 of its 5 bytes, and %s-0@%d is not retained any more"
                .formatted(images, other),
            "the reject has 2 of its 5 bytes, and %s-0@%d is not retained any more"
                .formatted(images, other + 7));
    assertThat(values(images))
        .containsExactly("0 my key: whole", "0 null: other", "0 my key: whole");
    assertThat(headers(images).get("my key"))
        .containsEntry("camera", "north")
        .containsEntry("tagstream.attempt", "2");
    assertThat(replay(ALL, null)).as("told once").isEmpty();
  }

  @Test
  void putsARecordBackOnceTheTopicTakesIt() throws Exception {
    setMaxMessageBytes(4000);
    reject(RejectReason.TOO_MANY_BYTES, "huge", 0, 1, "x".repeat(5000));
    reject(RejectReason.TOO_MANY_BYTES, "small", 0, 2, "x".repeat(100));
    List<ReplayedReject> replayed = replay(ALL, null);
    assertThat(ids(replayed)).containsExactly("huge", "small");
    assertThat(replayed.get(0).problem())
        .matches(
            "it takes 5\\d{3} bytes but topic .*-images takes 4000;"
                + " raise the topic's max.message.bytes");
    assertThat(replayed.get(1).problem()).isNull();

    assertThat(ids(replay(ALL, null)))
        .as("the topic still does not take it")
        .containsExactly("huge");
    setMaxMessageBytes(8000);
    List<ReplayedReject> again = replay(ALL, null);
    assertThat(ids(again)).containsExactly("huge");
    assertThat(again.get(0).problem()).isNull();
    assertThat(replay(ALL, null)).isEmpty();
  }

  private void setMaxMessageBytes(int bytes) throws Exception {
    try (Admin admin = Admin.create(connection.with(Map.of()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, images),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("max.message.bytes", String.valueOf(bytes)),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  @Test
  void passesOverARecordThatIsNoReject() throws Exception {
    send(new ProducerRecord<>(rejects, 0, null, "hello".getBytes(UTF_8)));
    send(rejects, 0, "dog", rejected(RejectReason.CORRUPT_IMAGE, "dog", -1, 1, "of a dog"));
    reject(RejectReason.CORRUPT_IMAGE, "cat", 0, 1, "of a cat");
    assertThat(ids(replay(ALL, null))).containsExactly("cat");
    assertThat(messages.toString())
        .contains(
            rejects + "-0@0 is skipped because it is not a valid reject: a message begins with")
        .contains(
            "%s-0@1 is skipped because it is not a valid reject: it names a place that no record has, %s--1@1"
                .formatted(rejects, images));
  }

  @Test
  void putsARecordBackWhoseSenderClaimedTheLastAttemptThereIs() throws Exception {
    RejectedImage claimed =
        RejectedImage.newBuilder(rejected(RejectReason.CORRUPT_IMAGE, "cat", 0, 1, "of a cat"))
            .setAttempt(Integer.MAX_VALUE)
            .build();
    send(rejects, 0, "cat", claimed);
    assertThat(ids(replay(ALL, null))).containsExactly("cat");
    assertThat(headers(images).get("cat")).containsEntry("tagstream.attempt", "2147483647");
  }

  @Test
  void repeatsWhatAReplayThatDiedHadNotCommitted() throws Exception {
    reject(RejectReason.CORRUPT_IMAGE, "cat", 0, 1, "of a cat");
    ReplayLog.create(connection, rejects);
    // what a replay leaves behind that is killed before its commit: records nobody may see
    KafkaProducer<byte[], byte[]> killed =
        producer(Map.of("transactional.id", "tagstream-replay-" + rejects));
    killed.initTransactions();
    killed.beginTransaction();
    killed.send(new ProducerRecord<>(images, 0, null, "of a cat".getBytes(UTF_8))).get();
    killed
        .send(
            ReplayLog.read(connection, rejects)
                .add(0, RejectReason.CORRUPT_IMAGE, new OffsetRanges.Range(0, 1)))
        .get();

    assertThat(ids(replay(ALL, null))).containsExactly("cat");

    assertThatThrownBy(killed::commitTransaction).isInstanceOf(RuntimeException.class);
    killed.close();
    assertThat(values(images)).containsExactly("0 cat: of a cat");
  }

  @Test
  void givesWayToAReplayThatBeganLater() throws Exception {
    IntStream.range(0, 200)
        .forEach(i -> reject(RejectReason.CORRUPT_IMAGE, "cat" + i, i % 2, i, "of a cat"));
    List<String> later = new ArrayList<>();
    List<String> earlier = new ArrayList<>();
    assertThatThrownBy(
            () ->
                ReplayRejects.replay(
                    connection,
                    request(ALL, null),
                    console(),
                    replayed -> {
                      earlier.add(String.valueOf(replayed.reject().avro().getId()));
                      if (later.isEmpty()) {
                        later.addAll(ids(replay(ALL, null)));
                      }
                    }))
        .isInstanceOf(UserErrorException.class)
        .hasMessage("another replay of " + rejects + " started and continues instead of this one");
    assertThat(later).doesNotContainAnyElementsOf(earlier);
    assertThat(values(images)).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void startsAnewWhereTheTopicOfRejectsIsANewOne() throws Exception {
    reject(RejectReason.CORRUPT_IMAGE, "cat", 0, 1, "of a cat");
    replay(ALL, null);
    try (Admin admin = Admin.create(connection.with(Map.of()));
        Topics topics = Topics.of(connection)) {
      admin.deleteTopics(List.of(rejects)).all().get();
      await().until(() -> !admin.listTopics().names().get().contains(rejects));
      topics.create(2, List.of(rejects));
    }
    reject(RejectReason.CORRUPT_IMAGE, "dog", 0, 1, "of a dog");
    assertThat(ids(replay(ALL, null))).containsExactly("dog");
  }

  private List<ReplayedReject> replay(Set<RejectReason> reasons, @Nullable Instant since) {
    List<ReplayedReject> replayed = new ArrayList<>();
    try {
      ReplayRejects.replay(connection, request(reasons, since), console(), replayed::add);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return replayed;
  }

  private ReplayRequest request(Set<RejectReason> reasons, @Nullable Instant since) {
    return new ReplayRequest(
        rejects, FormatConfig.of(new Configuration()), images, new RejectSelection(reasons, since));
  }

  private Console console() {
    return new Console(new PrintWriter(messages), new PrintWriter(messages), Terminal.PLAIN);
  }

  private static List<String> ids(List<ReplayedReject> replayed) {
    return replayed.stream().map(each -> String.valueOf(each.reject().avro().getId())).toList();
  }

  private void reject(
      RejectReason reason, @Nullable String id, int partition, long offset, String value) {
    send(rejects, partition, id, rejected(reason, id, partition, offset, value));
  }

  private RejectedImage rejected(
      RejectReason reason, @Nullable String id, int partition, long offset, String value) {
    return RejectedImage.newBuilder()
        .setId(id)
        .setReason(reason)
        .setStage(Stage.DECODE)
        .setDetail("for a test")
        .setSourceTopic(images)
        .setSourcePartition(partition)
        .setSourceOffset(offset)
        .setSourceTimestamp(Instant.EPOCH)
        .setRejectedAt(Instant.now())
        .setValue(ByteBuffer.wrap(value.getBytes(UTF_8)))
        .setValueBytes(value.length())
        .build();
  }

  private RejectedImage cut(String id, long offset, String beginning) {
    return RejectedImage.newBuilder(rejected(RejectReason.TOO_MANY_BYTES, id, 0, offset, beginning))
        .setValueBytes(5)
        .build();
  }

  private static void send(
      String topic, int partition, @Nullable String key, RejectedImage rejected) {
    send(
        new ProducerRecord<>(
            topic,
            partition,
            key == null ? null : key.getBytes(UTF_8),
            SingleObjectEncoder.of(RejectedImage.class).encode(rejected)));
  }

  private static RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
    try {
      return producer.send(record).get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    return new KafkaProducer<>(
        connection.forProducer(settings), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void deleteBefore(String topic, long offset) throws Exception {
    try (Admin admin = Admin.create(connection.with(Map.of()))) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }

  private Instant lastTimestamp() throws Exception {
    return Instant.ofEpochMilli(
        read(rejects).stream().mapToLong(ConsumerRecord::timestamp).max().orElseThrow());
  }

  /** Each record as {@code partition key: value}. */
  private static List<String> values(String topic) throws Exception {
    return read(topic).stream()
        .map(
            record ->
                "%d %s: %s"
                    .formatted(record.partition(), key(record), new String(record.value(), UTF_8)))
        .toList();
  }

  private static Map<String, Map<String, String>> headers(String topic) throws Exception {
    Map<String, Map<String, String>> headers = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : read(topic)) {
      Map<String, String> own = new TreeMap<>();
      record.headers().forEach(each -> own.put(each.key(), new String(each.value(), UTF_8)));
      headers.put(key(record), own);
    }
    return headers;
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "null" : new String(record.key(), UTF_8);
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic) throws Exception {
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    try (CommittedRecords records = CommittedRecords.of(connection, topic)) {
      records.readToEnd(read::add);
    }
    return read;
  }
}

package dev.tagstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ML_PREDICT} over a topic, while TaskManagers are killed. */
@Tag("faults")
@Timeout(1800)
final class SqlKillsITCase {

  private static final int IMAGES_OF_A_ROUND = 400;
  private static final int GOOD_FOR_EACH_BAD = 19;
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private static final Path DEMO = Checkout.path().resolve("deploy/cli/demo");

  @Test
  void answersEachRowOnceThoughTaskManagersAreKilled() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        EmbeddedFlink flink = EmbeddedFlink.start(2)) {
      try (Topics topics = Topics.of(KafkaConnection.to(broker.bootstrapServers()))) {
        topics.create(2, List.of("shots"));
        topics.create(1, List.of("answers"));
      }
      EmbeddedJob job = flink.submit(statement(flink, broker));
      for (int round = 0; round < 3; round++) {
        publish(broker, round * IMAGES_OF_A_ROUND);
        int half = round * IMAGES_OF_A_ROUND + IMAGES_OF_A_ROUND / 2;
        await("answers of half a round")
            .atMost(PATIENCE)
            .until(() -> answers(broker).size() > half);
        flink.replaceTaskManager();
      }
      int all = 3 * IMAGES_OF_A_ROUND;
      await("all answers").atMost(PATIENCE).until(() -> answers(broker).size() >= all);
      assertThat(job.restarts()).isGreaterThanOrEqualTo(3);
      // each restart counts anew
      assertThat(flink.metrics().sum("imagesTagged")).isPositive();
      assertThat(flink.metrics().sum("imagesRejected")).isPositive();
      job.stop();

      assertThat(answers(broker))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, all).mapToObj(SqlKillsITCase::answer).toList());
    }
  }

  private static StreamExecutionEnvironment statement(EmbeddedFlink flink, EmbeddedBroker broker) {
    StreamExecutionEnvironment environment = flink.newEnvironment();
    environment.enableCheckpointing(500);
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    tables.executeSql(
        """
        CREATE MODEL tagger INPUT (image BYTES) OUTPUT (best STRING, reject STRING)
        WITH ('provider' = 'onnx', 'model.file' = '%s', 'device' = 'cpu', 'batch.max-delay' = '100 ms')\
        """
            .formatted(DEMO.resolve("model/fashion-resnet50.onnx")));
    tables.executeSql(
        """
        CREATE TABLE shots (id STRING, image BYTES) WITH (
          'connector' = 'kafka', 'topic' = 'shots', 'properties.bootstrap.servers' = '%s',
          'properties.group.id' = 'kills', 'scan.startup.mode' = 'earliest-offset',
          'format' = 'tagstream-avro', 'tagstream-avro.record' = 'ImageEvent')\
        """
            .formatted(broker.bootstrapServers()));
    tables.executeSql(
        """
        CREATE TABLE answers (answer STRING) WITH (
          'connector' = 'kafka', 'topic' = 'answers', 'properties.bootstrap.servers' = '%s',
          'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'kills',
          'properties.transaction.timeout.ms' = '600000', 'format' = 'raw')\
        """
            .formatted(broker.bootstrapServers()));
    StreamStatementSet statements = tables.createStatementSet();
    statements.addInsertSql(
        """
        INSERT INTO answers
        SELECT id || ': ' || COALESCE(best, SPLIT_INDEX(reject, ':', 0))
        FROM ML_PREDICT(TABLE shots, MODEL tagger, DESCRIPTOR(image),
          MAP['async', 'true', 'max-concurrent-operations', '64'])\
        """);
    statements.attachAsDataStream();
    return environment;
  }

  private static String answer(int number) {
    return number + (isBad(number) ? ": UNSUPPORTED_FORMAT" : ": Bag");
  }

  private static boolean isBad(int number) {
    return number % (GOOD_FOR_EACH_BAD + 1) == GOOD_FOR_EACH_BAD;
  }

  private static void publish(EmbeddedBroker broker, int first) throws Exception {
    byte[] good = Files.readAllBytes(DEMO.resolve("images/Bag/00320.png"));
    byte[] bad = "bread, milk, a dozen eggs".getBytes(UTF_8);
    SingleObjectEncoder<ImageEvent> encoder = SingleObjectEncoder.of(ImageEvent.class);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = first; i < first + IMAGES_OF_A_ROUND; i++) {
        ImageEvent event =
            ImageEvent.newBuilder()
                .setId(String.valueOf(i))
                .setImage(ByteBuffer.wrap(isBad(i) ? bad : good))
                .build();
        var unused = producer.send(new ProducerRecord<>("shots", encoder.encode(event)));
      }
    }
  }

  /** What readers of committed records see. */
  private static List<String> answers(EmbeddedBroker broker) {
    List<String> answers = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("answers", 0);
      List<TopicPartition> only = List.of(partition);
      consumer.assign(only);
      consumer.seekToBeginning(only);
      long end = requireNonNull(consumer.endOffsets(only).get(partition));
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> answers.add(record.value()));
      }
    }
    return answers;
  }
}

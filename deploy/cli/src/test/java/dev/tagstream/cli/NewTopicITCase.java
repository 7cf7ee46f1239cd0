package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Publishes at once to topics that were created a moment ago. A producer of Kafka's default
 * settings loses nearly every such race on a broker whose leaders nobody waited for.
 */
final class NewTopicITCase {

  private static final int PARTITIONS = 20;

  /** Enough for five requests in flight on each connection. */
  private static final int RECORDS = 400;

  private EmbeddedBroker broker;
  private KafkaConnection connection;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start();
    connection = KafkaConnection.to(broker.bootstrapServers());
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void takesEveryRecordThoughNobodyWaitedForTheLeadersFiftyTimes() throws Exception {
    try (Admin admin = Admin.create(connection.with(Map.of()))) {
      for (int round = 0; round < 50; round++) {
        String topic = "hurried-" + round;
        try (KafkaProducer<byte[], byte[]> producer =
            producer(connection.forProducer(settings("idempotent", round)))) {
          admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
          assertThat(publish(producer, topic)).as(topic).isEqualTo(RECORDS);
        }
      }
    }
  }

  @Test
  void takesEveryRecordOfATransactionThoughNobodyWaitedForTheLeaders() throws Exception {
    try (Admin admin = Admin.create(connection.with(Map.of()))) {
      for (int round = 0; round < 10; round++) {
        String topic = "transactional-" + round;
        try (KafkaProducer<byte[], byte[]> producer =
            producer(connection.forProducer(settings("transactional", round)))) {
          producer.initTransactions();
          producer.beginTransaction();
          admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
          assertThat(publish(producer, topic)).as(topic).isEqualTo(RECORDS);
          producer.commitTransaction();
        }
      }
    }
  }

  @Test
  void takesEveryRecordOfAnyProducerOnceTopicsHasCreatedTheTopic() throws Exception {
    try (Topics topics = Topics.of(connection)) {
      for (int round = 0; round < 10; round++) {
        String topic = "awaited-" + round;
        try (KafkaProducer<byte[], byte[]> producer =
            producer(connection.with(settings("idempotent", round)))) {
          topics.create(PARTITIONS, List.of(topic));
          assertThat(publish(producer, topic)).as(topic).isEqualTo(RECORDS);
        }
      }
    }
  }

  /** Each record is a batch of its own; one that the broker refuses fails after half a minute. */
  private static Map<String, Object> settings(String kind, int round) {
    Map<String, Object> settings =
        new HashMap<>(
            Map.of(
                ProducerConfig.BATCH_SIZE_CONFIG, 0,
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000));
    if (kind.equals("transactional")) {
      settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, kind + "-" + round);
    }
    return settings;
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** How many records have arrived. */
  private static int publish(KafkaProducer<byte[], byte[]> producer, String topic)
      throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int number = 0; number < RECORDS; number++) {
      sent.add(
          producer.send(new ProducerRecord<>(topic, number % PARTITIONS, null, new byte[] {1})));
    }
    int arrived = 0;
    for (Future<RecordMetadata> record : sent) {
      record.get();
      arrived++;
    }
    return arrived;
  }
}

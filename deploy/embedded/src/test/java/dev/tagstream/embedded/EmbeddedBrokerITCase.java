package dev.tagstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerITCase {

  @Test
  void showsTransactionsToReadersOfCommittedRecordsOnly() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      create(broker, "words");
      try (KafkaProducer<String, String> producer = producer(broker)) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("words", "aborted")).get();
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("words", "committed")).get();
        producer.commitTransaction();
      }
      assertThat(readFirst(broker)).isEqualTo("committed");
    }
  }

  @Test
  void runsTwoBesideEachOtherAndLeavesNothingBehind() throws Exception {
    List<Path> before = brokerFolders();
    try (EmbeddedBroker one = EmbeddedBroker.start();
        EmbeddedBroker other = EmbeddedBroker.start()) {
      assertThat(one.bootstrapServers()).startsWith("127.0.0.1:");
      assertThat(other.bootstrapServers()).isNotEqualTo(one.bootstrapServers());
      create(one, "only-here");
      assertThat(topics(one)).containsExactly("only-here");
      assertThat(topics(other)).isEmpty();
    }
    assertThat(brokerFolders()).isEqualTo(before);
  }

  @Test
  void leavesTheFolderToTheBrokerThatHasIt(@TempDir Path folder) throws Exception {
    try (EmbeddedBroker first = EmbeddedBroker.keptIn(folder, freePort())) {
      assertThatThrownBy(() -> EmbeddedBroker.keptIn(folder, freePort()))
          .isInstanceOf(IOException.class)
          .hasMessage("another broker uses the folder");
      create(first, "words");
      assertThat(topics(first)).containsExactly("words");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void create(EmbeddedBroker broker, String topic) throws Exception {
    try (Admin admin = Admin.create(settings(broker, Map.of()))) {
      admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
    }
  }

  private static KafkaProducer<String, String> producer(EmbeddedBroker broker) {
    return new KafkaProducer<>(
        settings(broker, Map.of("transactional.id", "test")),
        new StringSerializer(),
        new StringSerializer());
  }

  private static String readFirst(EmbeddedBroker broker) {
    Map<String, Object> settings =
        settings(
            broker,
            Map.of(
                "group.id", "test",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed"));
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("words"));
      List<String> words = new ArrayList<>();
      while (words.isEmpty()) {
        for (ConsumerRecord<String, String> word : consumer.poll(Duration.ofSeconds(1))) {
          words.add(word.value());
        }
      }
      return words.get(0);
    }
  }

  private static List<String> topics(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(settings(broker, Map.of()))) {
      return List.copyOf(admin.listTopics().names().get());
    }
  }

  private static Map<String, Object> settings(EmbeddedBroker broker, Map<String, String> others) {
    Map<String, Object> settings = new HashMap<>(others);
    settings.put("bootstrap.servers", broker.bootstrapServers());
    return settings;
  }

  private static List<Path> brokerFolders() throws Exception {
    try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return entries.filter(path -> path.toString().contains("tagstream-broker-")).toList();
    }
  }
}

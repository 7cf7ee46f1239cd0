package dev.tagstream.pipeline.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.model.TestModels;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A savepoint that an earlier release took with commits pending. Its folder has the state as Flink
 * wrote it, and what the release had written to Kafka but not committed: a line for each
 * transaction (id, producer id, epoch, topic) and for each record (topic, key and value in Base64,
 * a hyphen for none).
 *
 * <p>A new broker gives out producer ids from 0 on, so the test can open the same transactions
 * again under the same ids, as if the broker were the release's own.
 */
@Timeout(300)
final class EarlierReleaseITCase {

  /** The topics' common name, and how many events had been read, when the savepoint was taken. */
  private static final String NAME = "kept";

  private static final int EVENTS = 40;

  @TempDir private static Path folder;

  @Test
  void commitsWhatTheReleaseBeforeLeasesHadPendingAndTagsTheRestOnce() throws Exception {
    Path savepoint = savepoint("savepoint-before-leases");
    Path model = TestModels.dominantColor().writeTo(folder, "colors.onnx");
    List<KafkaProducer<byte[], byte[]>> open = new ArrayList<>();
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      KafkaConnection connection = KafkaConnection.to(broker.bootstrapServers());
      JobRuns runs = new JobRuns(flink, connection, model);
      runs.createTopics(NAME);
      open.addAll(openAgain(connection, Files.readAllLines(savepoint.resolve("pending.txt"))));
      runs.publishFirst(NAME, EVENTS);
      assertThat(runs.count(NAME)).isZero();

      EmbeddedJob job = runs.restore(NAME, savepoint.toUri().toString(), Map.of());
      runs.awaitAnswers(NAME, EVENTS);
      runs.publish(NAME);
      runs.awaitAnswers(NAME, EVENTS + JobRuns.EVENTS);
      job.stop();

      assertThat(runs.answers(NAME).values()).hasSize(EVENTS + JobRuns.EVENTS).containsOnly(1);
    } finally {
      open.forEach(producer -> producer.close(Duration.ZERO));
    }
  }

  private static Path savepoint(String name) throws URISyntaxException {
    return Path.of(
        requireNonNull(EarlierReleaseITCase.class.getResource("/" + name), name).toURI());
  }

  /** Opens the transactions of the savepoint, with their records, and leaves them open. */
  private static List<KafkaProducer<byte[], byte[]>> openAgain(
      KafkaConnection connection, List<String> lines) throws Exception {
    List<Transaction> transactions =
        lines.stream()
            .filter(line -> line.startsWith("transaction "))
            .map(line -> Transaction.parse(line.split(" ", -1)))
            .sorted(Comparator.comparingLong(Transaction::producerId))
            .toList();
    List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
    long nextProducerId = 0;
    for (Transaction transaction : transactions) {
      for (; nextProducerId < transaction.producerId(); nextProducerId++) {
        producers.add(started(connection, "unused-" + nextProducerId));
      }
      nextProducerId++;
      producers.add(transaction.open(connection, lines));
    }
    return producers;
  }

  private static KafkaProducer<byte[], byte[]> started(KafkaConnection connection, String id) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection.forProducer(Map.of("transactional.id", id)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  /** A transaction that is open when the savepoint is taken. */
  private record Transaction(String id, long producerId, int epoch, String topic) {

    static Transaction parse(String... words) {
      return new Transaction(
          words[1], Long.parseLong(words[2]), Integer.parseInt(words[3]), words[4]);
    }

    KafkaProducer<byte[], byte[]> open(KafkaConnection connection, List<String> lines)
        throws Exception {
      KafkaProducer<byte[], byte[]> producer = started(connection, id);
      for (int last = 0; last < epoch; last++) {
        producer.close(Duration.ZERO);
        producer = started(connection, id);
      }
      producer.beginTransaction();
      for (String line : lines) {
        if (line.startsWith(topic + " ")) {
          String[] words = line.split(" ", -1);
          producer.send(new ProducerRecord<>(topic, bytes(words[1]), bytes(words[2]))).get();
        }
      }
      assertIsTheSame(connection);
      return producer;
    }

    private void assertIsTheSame(KafkaConnection connection) throws Exception {
      try (Admin admin = Admin.create(connection.with(Map.of()))) {
        TransactionDescription opened =
            admin.describeTransactions(List.of(id)).description(id).get();
        assertThat(opened.producerId()).isEqualTo(producerId);
        assertThat(opened.producerEpoch()).isEqualTo(epoch);
      }
    }

    private static byte @Nullable [] bytes(String base64) {
      return base64.equals("-") ? null : Base64.getDecoder().decode(base64);
    }
  }
}

package dev.tagstream.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.rollout.ManifestJson;
import dev.tagstream.pipeline.rollout.ManifestReader;
import dev.tagstream.pipeline.rollout.ManifestSource;
import dev.tagstream.pipeline.rollout.ModelManifest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Manifests in a compacted topic: the key is the name of a job, the value {@link ManifestJson}; the
 * last record of a key counts. Anyone who can write to the topic chooses the models.
 *
 * @param connection to the cluster
 * @param topic its name; it may not exist yet
 * @param job the job's name
 */
public record ManifestTopic(KafkaConnection connection, String topic, String job)
    implements ManifestSource {

  private static final long serialVersionUID = 1L;

  /** The longest wait for records, and for what the client asks a broker before. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public String place() {
    return "topic %s, key %s".formatted(topic, job);
  }

  @Override
  public ManifestReader open() {
    return new Reader();
  }

  /**
   * Creates the topic if it does not exist, and writes the manifest.
   *
   * @throws UnusableKafkaException if no broker answers, or it refuses
   */
  @Override
  public void write(ModelManifest manifest) throws InterruptedException {
    try (Topics topics = Topics.of(connection)) {
      topics.createCompacted(topic);
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection.forProducer(Map.of()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  topic, job.getBytes(UTF_8), ManifestJson.write(manifest).getBytes(UTF_8)))
          .get();
    } catch (ExecutionException refused) {
      throw new UnusableKafkaException(
          "the broker at %s refuses a manifest in %s: %s"
              .formatted(
                  connection.bootstrapServers(),
                  topic,
                  BrokerAnswers.rootCause(refused).getMessage()));
    }
  }

  /** Keeps its place in the topic between reads. */
  private final class Reader implements ManifestReader {

    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private List<TopicPartition> partitions = List.of();
    private byte @Nullable [] newest;

    @Override
    public @Nullable ModelManifest read() throws IOException, InterruptedException {
      try {
        if (partitions.isEmpty()) {
          assign();
        }
        readToEnd();
      } catch (InterruptException e) {
        Thread.interrupted(); // Kafka sets the flag as well
        throw new InterruptedException(e.getMessage());
      } catch (KafkaException e) {
        throw new IOException(String.valueOf(BrokerAnswers.rootCause(e).getMessage()), e);
      }
      return newest == null ? null : ManifestJson.read(newest);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
      KafkaConsumer<byte[], byte[]> open = consumer;
      if (open == null) {
        open =
            new KafkaConsumer<>(
                connection.with(
                    Map.of(
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer = open;
      }
      return open;
    }

    /** As soon as the topic exists; it is not looked at for new partitions. */
    private void assign() {
      partitions =
          consumer().partitionsFor(topic, PATIENCE).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer().assign(partitions);
      consumer().seekToBeginning(partitions);
    }

    private void readToEnd() throws IOException {
      if (partitions.isEmpty()) {
        return;
      }
      Map<TopicPartition, Long> ends = consumer().endOffsets(partitions, PATIENCE);
      if (ends.entrySet().stream()
          .anyMatch(end -> consumer().position(end.getKey(), PATIENCE) > end.getValue())) {
        // the topic was created anew
        newest = null;
        consumer().seekToBeginning(partitions);
      }
      long begin = System.nanoTime();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer().position(end.getKey(), PATIENCE) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> found : consumer().poll(Duration.ofMillis(100))) {
          if (found.key() != null && job.equals(new String(found.key(), UTF_8))) {
            newest = found.value(); // a tombstone takes the manifest back
          }
        }
        if (System.nanoTime() - begin > PATIENCE.toNanos()) {
          throw new IOException(
              "its end is not reached within %d s".formatted(PATIENCE.toSeconds()));
        }
      }
    }

    @Override
    public void close() {
      if (consumer != null) {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
      }
    }
  }
}

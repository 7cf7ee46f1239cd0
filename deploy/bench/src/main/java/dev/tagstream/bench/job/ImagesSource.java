package dev.tagstream.bench.job;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes image events in a transaction. The events are on the topic before the clock starts. The
 * job reads only committed records, so the commit makes all of them visible at once.
 */
final class ImagesSource implements AutoCloseable {

  private static final int BATCH_BYTES = 1 << 20;
  private static final int MAX_REQUEST_BYTES = 32 << 20;

  private final String topic;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final SingleObjectEncoder<ImageEvent> encoder = SingleObjectEncoder.of(ImageEvent.class);
  private long sent;

  ImagesSource(KafkaConnection connection, String topic, int partitions) {
    this.topic = topic;
    this.partitions = partitions;
    this.producer =
        new KafkaProducer<>(
            connection.forProducer(
                Map.of(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    "bench-" + UUID.randomUUID(),
                    ProducerConfig.BATCH_SIZE_CONFIG,
                    BATCH_BYTES,
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                    MAX_REQUEST_BYTES,
                    ProducerConfig.LINGER_MS_CONFIG,
                    5)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
  }

  void begin() {
    producer.beginTransaction();
  }

  /** Publishes an event to the next partition in turn. */
  void send(ImageEvent event) {
    int partition = (int) (sent++ % partitions);
    Future<RecordMetadata> unused =
        producer.send(new ProducerRecord<>(topic, partition, null, encoder.encode(event)));
  }

  /** Waits until all events have arrived; they are not visible yet. */
  void flush() {
    producer.flush();
  }

  /** Makes all events since {@link #begin} visible to readers. */
  void commit() {
    producer.commitTransaction();
  }

  @Override
  public void close() {
    producer.close();
  }
}

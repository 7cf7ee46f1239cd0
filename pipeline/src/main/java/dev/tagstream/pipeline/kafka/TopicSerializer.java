package dev.tagstream.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.schemas.codec.RecordEncoder;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes elements to one topic as Avro records of one schema; the key is the id in UTF-8, or null
 * if it is unknown. A Kafka sink reports the topic to lineage tools.
 *
 * @param <T> the elements
 * @param <A> the records
 */
abstract class TopicSerializer<T, A extends SpecificRecord>
    implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1L;

  private final String topic;
  private final RecordLimit limit;
  private final ResultFrame frame;

  private transient int maxRecordBytes;
  private transient RecordEncoder<A> encoder;

  TopicSerializer(String topic, RecordLimit limit, ResultFrame frame) {
    this.topic = topic;
    this.limit = limit;
    this.frame = frame;
  }

  @Override
  public final void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink)
      throws InterruptedException {
    maxRecordBytes = limit.bytes();
    Class<A> type = recordType();
    encoder = RecordEncoder.of(type, frame.header(SpecificData.get().getSchema(type)));
  }

  @Override
  public final Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return Optional.of(
        new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
  }

  /**
   * The generated class of the records. It is no field: to deserialize one, Java loads the class,
   * which parses its schema, and Avro leaves a thread-local value in the thread. In a pooled thread
   * of a JobManager, that value keeps the job's class loader, and about ten submissions fill the
   * metaspace.
   */
  abstract Class<A> recordType();

  /** The record of a value as Kafka gets it. */
  final ProducerRecord<byte[], byte[]> encoded(@Nullable String id, A value) {
    return new ProducerRecord<>(
        topic, id == null ? null : id.getBytes(UTF_8), encoder.encode(value));
  }

  /** By how many bytes a record exceeds the limit of the topic; not positive if it fits. */
  final long excessBytes(ProducerRecord<byte[], byte[]> record) {
    return RecordSize.of(record) - maxRecordBytes;
  }
}

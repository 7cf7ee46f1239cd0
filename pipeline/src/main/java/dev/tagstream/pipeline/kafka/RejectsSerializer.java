package dev.tagstream.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.outcome.OutcomeRecords;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes rejected images as RejectedImages; the key is the id in UTF-8, or null if it is unknown.
 */
final class RejectsSerializer
    implements KafkaRecordSerializationSchema<dev.tagstream.pipeline.record.RejectedImage>,
        OneTopic {

  private static final long serialVersionUID = 1L;

  private static final ByteRange NO_VALUE = ByteRange.of(new byte[0]);

  private final String topic;
  private final int maxValueBytes;
  private final RecordLimit limit;

  private transient int maxRecordBytes;
  private transient SingleObjectEncoder<RejectedImage> encoder;

  /**
   * A serializer for a topic.
   *
   * @param topic of rejects
   * @param maxValueBytes the longest value of a rejected record; longer ones are truncated
   * @param limit the largest record that the topic accepts; values are truncated further to fit
   */
  RejectsSerializer(String topic, int maxValueBytes, RecordLimit limit) {
    this.topic = topic;
    this.maxValueBytes = maxValueBytes;
    this.limit = limit;
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink)
      throws InterruptedException {
    maxRecordBytes = limit.bytes();
    encoder = SingleObjectEncoder.of(RejectedImage.class);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      dev.tagstream.pipeline.record.RejectedImage image,
      KafkaSinkContext context,
      @Nullable Long timestamp) {
    byte[] key = image.id() == null ? null : image.id().getBytes(UTF_8);
    RejectedImage rejected = written(image);
    var record = new ProducerRecord<>(topic, key, encoder.encode(rejected));
    long excessBytes = RecordSize.of(record) - maxRecordBytes;
    if (excessBytes <= 0) {
      return record;
    }
    ByteBuffer value = rejected.getValue();
    value.limit((int) Math.max(value.position(), value.limit() - excessBytes));
    return new ProducerRecord<>(topic, key, encoder.encode(rejected));
  }

  private RejectedImage written(dev.tagstream.pipeline.record.RejectedImage image) {
    ByteRange value = requireNonNullElse(image.source().value(), NO_VALUE);
    return OutcomeRecords.reject(image)
        .setValue(beginning(value))
        .setValueBytes(value.length())
        .build();
  }

  private ByteBuffer beginning(ByteRange value) {
    ByteBuffer bytes = value.asBuffer();
    return bytes.limit(bytes.position() + Math.min(bytes.remaining(), maxValueBytes));
  }
}

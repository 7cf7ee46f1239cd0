package dev.tagstream.pipeline.kafka;

import static java.util.Objects.requireNonNullElse;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.outcome.OutcomeRecords;
import dev.tagstream.schemas.RejectedImage;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes rejected images as RejectedImages, with the beginning of the record that was rejected. */
final class RejectsSerializer
    extends TopicSerializer<dev.tagstream.pipeline.record.RejectedImage, RejectedImage> {

  private static final long serialVersionUID = 1L;

  private static final ByteRange NO_VALUE = ByteRange.of(new byte[0]);

  private final int maxValueBytes;

  /**
   * A serializer for a topic.
   *
   * @param topic of rejects
   * @param maxValueBytes the longest value of a rejected record; longer ones are truncated
   * @param limit the largest record that the topic accepts; values are truncated further to fit
   * @param frame what stands before each record
   */
  RejectsSerializer(String topic, int maxValueBytes, RecordLimit limit, ResultFrame frame) {
    super(topic, limit, frame);
    this.maxValueBytes = maxValueBytes;
  }

  @Override
  Class<RejectedImage> recordType() {
    return RejectedImage.class;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      dev.tagstream.pipeline.record.RejectedImage image,
      KafkaSinkContext context,
      @Nullable Long timestamp) {
    RejectedImage rejected = written(image);
    var record = encoded(image.id(), rejected);
    long excessBytes = excessBytes(record);
    if (excessBytes <= 0) {
      return record;
    }
    ByteBuffer value = rejected.getValue();
    value.limit((int) Math.max(value.position(), value.limit() - excessBytes));
    return encoded(image.id(), rejected);
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

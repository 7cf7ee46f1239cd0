package dev.tagstream.pipeline.kafka;

import static java.util.Objects.requireNonNullElse;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.schemas.RejectReason;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.Stage;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes rejected images as RejectedImages, with the beginning of the record that was rejected. */
final class RejectsSerializer
    extends TopicSerializer<dev.tagstream.pipeline.record.RejectedImage, RejectedImage> {

  private static final long serialVersionUID = 1L;

  private static final ByteRange NO_VALUE = ByteRange.of(new byte[0]);

  /** Details are for people, and a model's message can be long. */
  private static final int MAX_DETAIL_CHARS = 1000;

  private final int maxValueBytes;

  /**
   * A serializer for a topic.
   *
   * @param topic of rejects
   * @param maxValueBytes the longest value of a rejected record; longer ones are truncated
   * @param limit the largest record that the topic accepts; values are truncated further to fit
   */
  RejectsSerializer(String topic, int maxValueBytes, RecordLimit limit) {
    super(RejectedImage.class, topic, limit);
    this.maxValueBytes = maxValueBytes;
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
    SourceFields source = SourceFields.of(image.source());
    ByteRange value = requireNonNullElse(image.source().value(), NO_VALUE);
    return RejectedImage.newBuilder()
        .setId(image.id())
        .setReason(written(image.reason()))
        .setStage(written(image.stage()))
        .setDetail(shortened(image.detail()))
        .setSourceTopic(source.topic())
        .setSourcePartition(source.partition())
        .setSourceOffset(source.offset())
        .setSourceTimestamp(source.timestamp())
        .setAttempt(source.attempt())
        .setFirstTopic(source.firstTopic())
        .setFirstPartition(source.firstPartition())
        .setFirstOffset(source.firstOffset())
        .setSourceUri(source.uri())
        .setSourceMember(source.member())
        .setSourceRow(source.row())
        .setRejectedAt(Instant.now())
        .setValue(beginning(value))
        .setValueBytes(value.length())
        .build();
  }

  private static RejectReason written(dev.tagstream.pipeline.record.RejectReason reason) {
    return switch (reason) {
      case EMPTY_RECORD -> RejectReason.EMPTY_RECORD;
      case NOT_AN_IMAGE_EVENT -> RejectReason.NOT_AN_IMAGE_EVENT;
      case UNKNOWN_SCHEMA -> RejectReason.UNKNOWN_SCHEMA;
      case INVALID_EVENT -> RejectReason.INVALID_EVENT;
      case URI_NOT_SUPPORTED -> RejectReason.URI_NOT_SUPPORTED;
      case URI_NOT_FOUND -> RejectReason.URI_NOT_FOUND;
      case URI_NOT_ALLOWED -> RejectReason.URI_NOT_ALLOWED;
      case URI_TOO_LARGE -> RejectReason.URI_TOO_LARGE;
      case URI_UNREACHABLE -> RejectReason.URI_UNREACHABLE;
      case EMPTY_IMAGE -> RejectReason.EMPTY_IMAGE;
      case TOO_MANY_BYTES -> RejectReason.TOO_MANY_BYTES;
      case TOO_MANY_PIXELS -> RejectReason.TOO_MANY_PIXELS;
      case UNSUPPORTED_FORMAT -> RejectReason.UNSUPPORTED_FORMAT;
      case CORRUPT_IMAGE -> RejectReason.CORRUPT_IMAGE;
      case TRUNCATED_IMAGE -> RejectReason.TRUNCATED_IMAGE;
      case MODEL_FAILED -> RejectReason.MODEL_FAILED;
      case CRASHED_THE_PROCESS -> RejectReason.CRASHED_THE_PROCESS;
    };
  }

  private static Stage written(dev.tagstream.pipeline.record.Stage stage) {
    return switch (stage) {
      case READ -> Stage.READ;
      case FETCH -> Stage.FETCH;
      case DECODE -> Stage.DECODE;
      case TAG -> Stage.TAG;
    };
  }

  private ByteBuffer beginning(ByteRange value) {
    ByteBuffer bytes = value.asBuffer();
    return bytes.limit(bytes.position() + Math.min(bytes.remaining(), maxValueBytes));
  }

  private static String shortened(String detail) {
    return detail.length() <= MAX_DETAIL_CHARS
        ? detail
        : detail.substring(0, MAX_DETAIL_CHARS - 1) + "…";
  }
}

package dev.tagstream.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.outcome.OutcomeRecords;
import dev.tagstream.pipeline.record.TaggedImage;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes tagged images as ImageTags; the key is the id in UTF-8. If a result is too large for its
 * topic, it omits parts, so that no result is lost because of its size.
 */
final class TagsSerializer implements KafkaRecordSerializationSchema<TaggedImage>, OneTopic {

  private static final long serialVersionUID = 1L;

  private final String topic;
  private final RecordLimit limit;

  private transient int maxRecordBytes;
  private transient SingleObjectEncoder<ImageTags> encoder;

  /**
   * A serializer for a topic.
   *
   * @param topic of tags
   * @param limit the largest record that it accepts; results are truncated to fit
   */
  TagsSerializer(String topic, RecordLimit limit) {
    this.topic = topic;
    this.limit = limit;
  }

  /** The optional parts of a result, in the order in which they are omitted. */
  private enum Part {
    ATTRIBUTES {
      @Override
      void leaveOut(ImageTags.Builder tags) {
        tags.setAttributes(Map.of());
      }
    },
    EMBEDDING {
      @Override
      void leaveOut(ImageTags.Builder tags) {
        tags.setEmbedding(null);
      }
    },
    TAGS {
      @Override
      void leaveOut(ImageTags.Builder tags) {
        tags.setTags(List.of());
      }
    };

    abstract void leaveOut(ImageTags.Builder tags);

    /** The name of an omitted part in the result. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink)
      throws InterruptedException {
    maxRecordBytes = limit.bytes();
    encoder = SingleObjectEncoder.of(ImageTags.class);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      TaggedImage image, KafkaSinkContext context, @Nullable Long timestamp) {
    byte[] key = image.image().encoded().id().getBytes(UTF_8);
    ImageTags.Builder tags = OutcomeRecords.tags(image);
    var record = new ProducerRecord<>(topic, key, encoder.encode(tags.build()));
    return RecordSize.of(record) <= maxRecordBytes ? record : cut(key, tags);
  }

  private ProducerRecord<byte[], byte[]> cut(byte[] key, ImageTags.Builder tags) {
    List<String> leftOut = new ArrayList<>();
    for (Part part : Part.values()) {
      part.leaveOut(tags);
      leftOut.add(part.word());
      ImageTags rest = tags.setLeftOut(leftOut).build();
      var record = new ProducerRecord<>(topic, key, encoder.encode(rest));
      if (RecordSize.of(record) <= maxRecordBytes) {
        return record;
      }
    }
    throw new IllegalStateException(
        "%s: a result without attributes, embedding and tags is above %d bytes"
            .formatted(tags.getId(), maxRecordBytes));
  }
}

package dev.tagstream.pipeline.kafka;

import dev.tagstream.pipeline.outcome.OutcomeRecords;
import dev.tagstream.pipeline.record.TaggedImage;
import dev.tagstream.schemas.ImageTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes tagged images as ImageTags. It omits parts of a result that is too large for its topic, so
 * that no result is lost because of its size.
 */
final class TagsSerializer extends TopicSerializer<TaggedImage, ImageTags> {

  private static final long serialVersionUID = 1L;

  /**
   * A serializer for a topic.
   *
   * @param topic of tags
   * @param limit the largest record that it accepts; results are truncated to fit
   * @param frame what stands before each record
   */
  TagsSerializer(String topic, RecordLimit limit, ResultFrame frame) {
    super(topic, limit, frame);
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
  Class<ImageTags> recordType() {
    return ImageTags.class;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      TaggedImage image, KafkaSinkContext context, @Nullable Long timestamp) {
    ImageTags.Builder tags = OutcomeRecords.tags(image);
    var record = encoded(tags.getId(), tags.build());
    return excessBytes(record) <= 0 ? record : cut(tags);
  }

  private ProducerRecord<byte[], byte[]> cut(ImageTags.Builder tags) {
    long excessBytes = 0;
    List<String> leftOut = new ArrayList<>();
    for (Part part : Part.values()) {
      part.leaveOut(tags);
      leftOut.add(part.word());
      var record = encoded(tags.getId(), tags.setLeftOut(leftOut).build());
      excessBytes = excessBytes(record);
      if (excessBytes <= 0) {
        return record;
      }
    }
    throw new IllegalStateException(
        "%s: a result without attributes, embedding and tags exceeds its topic's limit by %d bytes"
            .formatted(tags.getId(), excessBytes));
  }
}

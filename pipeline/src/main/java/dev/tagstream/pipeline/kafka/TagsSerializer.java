package dev.tagstream.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.batch.QueuedImage;
import dev.tagstream.pipeline.image.EncodedImage;
import dev.tagstream.pipeline.image.Origin;
import dev.tagstream.pipeline.image.SourceRecord;
import dev.tagstream.pipeline.operator.ModelRun;
import dev.tagstream.pipeline.operator.TaggedImage;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.Tag;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes tagged images as ImageTags; the key is the id in UTF-8. */
final class TagsSerializer implements KafkaRecordSerializationSchema<TaggedImage> {

  private static final long serialVersionUID = 1L;

  private final String topic;

  @SuppressWarnings("NullAway.Init") // by open
  private transient SingleObjectEncoder<ImageTags> encoder;

  TagsSerializer(String topic) {
    this.topic = topic;
  }

  @Override
  public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink) {
    encoder = SingleObjectEncoder.of(ImageTags.class);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      TaggedImage image, KafkaSinkContext context, @Nullable Long timestamp) {
    byte[] key = image.image().encoded().id().getBytes(UTF_8);
    return new ProducerRecord<>(topic, key, encoder.encode(imageTags(image)));
  }

  private static ImageTags imageTags(TaggedImage tagged) {
    QueuedImage image = tagged.image();
    EncodedImage encoded = image.encoded();
    SourceRecord source = encoded.source();
    Origin origin = source.origin();
    ModelRun run = tagged.run();
    return ImageTags.newBuilder()
        .setId(encoded.id())
        .setTags(tags(tagged.tags()))
        .setModelName(run.modelName())
        .setModelSha256(run.modelSha256())
        .setProvider(run.provider())
        .setSourceTopic(source.topic())
        .setSourcePartition(source.partition())
        .setSourceOffset(source.offset())
        .setSourceTimestamp(Instant.ofEpochMilli(source.timestampMillis()))
        .setAttempt(origin == null ? 1 : origin.attempt())
        .setFirstTopic(origin == null ? null : origin.topic())
        .setFirstPartition(origin == null ? null : origin.partition())
        .setFirstOffset(origin == null ? null : origin.offset())
        .setTaggedAt(Instant.ofEpochMilli(run.taggedAtMillis()))
        .setDecodeMicros(image.decodeMicros())
        .setQueueMicros(tagged.queueMicros())
        .setInferenceMicros(run.inferenceMicros())
        .setWidth(image.originalWidth())
        .setHeight(image.originalHeight())
        .setEventTime(instant(encoded.eventTimeMillis()))
        .setAttributes(encoded.attributes())
        .setEmbedding(embedding(tagged.embedding()))
        .build();
  }

  private static List<Tag> tags(List<dev.tagstream.pipeline.model.Tag> tags) {
    List<Tag> written = new ArrayList<>(tags.size());
    for (var tag : tags) {
      written.add(new Tag(tag.index(), tag.label(), tag.wnid(), tag.score()));
    }
    return written;
  }

  private static @Nullable List<Float> embedding(float @Nullable [] features) {
    return features == null ? null : new FloatList(features);
  }

  private static @Nullable Instant instant(@Nullable Long epochMillis) {
    return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis);
  }
}

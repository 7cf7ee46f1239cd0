package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.ImageSourceSerializer;
import dev.tagstream.pipeline.record.SourceRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Serializes an image that has to be fetched into state: a version (int8), its source with the
 * event, and its fields, without the bytes of the image.
 */
final class UriStates {

  private static final int VERSION = 1;

  private static final TypeSerializer<ImageSource> SOURCE = ImageSourceSerializer.INSTANCE;

  private static final MapSerializer<String, String> ATTRIBUTES =
      new MapSerializer<>(StringSerializer.INSTANCE, StringSerializer.INSTANCE);

  private UriStates() {}

  static byte[] write(EncodedImage image) throws IOException {
    DataOutputSerializer target = new DataOutputSerializer(512);
    target.writeByte(VERSION);
    SOURCE.serialize(image.source(), target);
    StringSerializer.INSTANCE.serialize(image.id(), target);
    Long eventTime = image.eventTimeMillis();
    target.writeBoolean(eventTime != null);
    if (eventTime != null) {
      LongSerializer.INSTANCE.serialize(eventTime, target);
    }
    ATTRIBUTES.serialize(image.attributes(), target);
    StringSerializer.INSTANCE.serialize(requireNonNull(image.uri()), target);
    return target.getCopyOfBuffer();
  }

  static EncodedImage read(byte[] state) throws IOException {
    DataInputDeserializer source = new DataInputDeserializer(state);
    int version = source.readByte();
    if (version != VERSION) {
      throw new IOException(
          "the state of fetch-images has version %d but this job reads %d"
              .formatted(version, VERSION));
    }
    ImageSource place = SOURCE.deserialize(source);
    String id = StringSerializer.INSTANCE.deserialize(source);
    Long eventTime = source.readBoolean() ? LongSerializer.INSTANCE.deserialize(source) : null;
    Map<String, String> attributes = ATTRIBUTES.deserialize(source);
    return new EncodedImage(
        place,
        id,
        ByteRange.of(new byte[0]),
        eventTime,
        attributes,
        StringSerializer.INSTANCE.deserialize(source));
  }

  /**
   * The image without the other records of its fetch buffer, because it may wait for a long time.
   */
  static EncodedImage withoutNeighbours(EncodedImage image) {
    if (image.source() instanceof SourceRecord record && record.value() != null) {
      ByteRange value = record.value();
      byte[] copy =
          Arrays.copyOfRange(value.array(), value.offset(), value.offset() + value.length());
      return new EncodedImage(
          record.with(ByteRange.of(copy)),
          image.id(),
          image.bytes(),
          image.eventTimeMillis(),
          image.attributes(),
          image.uri());
    }
    return image;
  }
}

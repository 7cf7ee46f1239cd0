package dev.tagstream.pipeline.kafka;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.nio.ByteBuffer;

/** Records of partition 3 of a topic of image events. */
public final class TestEvents {

  private TestEvents() {}

  public static SourceRecord record(long offset, byte[] value) {
    return new SourceRecord("image-events", 3, offset, 1_700_000_000_000L, fetched(value));
  }

  public static SourceRecord withImage(long offset, String id, byte[] image) {
    return record(offset, encoded(id, image));
  }

  public static byte[] encoded(String id, byte[] image) {
    return encoded(event(id).setImage(ByteBuffer.wrap(image)).build());
  }

  /** A value amid others, as Kafka's consumer has it. */
  static ByteRange fetched(byte[] value) {
    ByteBuffer fetched = ByteBuffer.allocate(5 + value.length + 7);
    fetched.put(5, value);
    return ByteRange.of(fetched.slice(5, value.length));
  }

  static ImageEvent.Builder event(String id) {
    return ImageEvent.newBuilder().setId(id);
  }

  static byte[] encoded(ImageEvent event) {
    return SingleObjectEncoder.of(ImageEvent.class).encode(event);
  }
}

package dev.tagstream.cli.rejects;

import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Provides the bytes of rejected images. */
public final class RejectedBytes {

  private final OriginalRecords originals;
  private final SingleObjectDecoder<ImageEvent> events = SingleObjectDecoder.of(ImageEvent.class);

  /**
   * Prepares to read.
   *
   * @param originals reads the complete records
   */
  public RejectedBytes(OriginalRecords originals) {
    this.originals = originals;
  }

  /** The image as it was sent; the whole value of the record if it is not a readable event. */
  public byte[] of(StoredReject reject) {
    return image(value(reject));
  }

  /**
   * The value of the rejected record if its topic still retains it; otherwise the part in the
   * reject.
   */
  private byte[] value(StoredReject reject) {
    byte[] bytes = copy(reject.avro().getValue());
    return reject.isCut()
        ? originals.find(reject.avro()).map(ConsumerRecord::value).orElse(bytes)
        : bytes;
  }

  private byte[] image(byte[] value) {
    try {
      ImageEvent event = events.decode(value);
      return event.getImage() == null ? value : copy(event.getImage());
    } catch (MalformedMessageException | UnknownSchemaException noEvent) {
      return value;
    }
  }

  private static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}

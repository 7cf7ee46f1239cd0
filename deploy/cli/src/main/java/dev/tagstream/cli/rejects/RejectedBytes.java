package dev.tagstream.cli.rejects;

import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Gives the bytes of rejected images. */
public final class RejectedBytes {

  private final OriginalRecords originals;
  private final SingleObjectDecoder<ImageEvent> events = SingleObjectDecoder.of(ImageEvent.class);

  /**
   * Prepares to read.
   *
   * @param originals where whole records are found
   */
  public RejectedBytes(OriginalRecords originals) {
    this.originals = originals;
  }

  /** The image as it was sent; the whole record's value where no image can be read from it. */
  public byte[] of(StoredReject reject) {
    return image(value(reject));
  }

  /** All bytes of the rejected record where they can still be had, else those the reject has. */
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

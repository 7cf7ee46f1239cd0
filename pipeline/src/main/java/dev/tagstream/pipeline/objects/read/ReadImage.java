package dev.tagstream.pipeline.objects.read;

import static dev.tagstream.pipeline.record.EncodedImage.MAX_ATTRIBUTES_CHARS;
import static dev.tagstream.pipeline.record.EncodedImage.MAX_ID_CHARS;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.Stage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading one image: the image or a reject.
 *
 * @param image the encoded image; null if it was rejected
 * @param rejected the reject; null if the image was read
 */
public record ReadImage(@Nullable EncodedImage image, @Nullable RejectedImage rejected) {

  public ReadImage {
    if ((image == null) == (rejected == null)) {
      throw new IllegalArgumentException("an image is either read or rejected");
    }
  }

  /** An image, or a reject if its id or its attributes break a rule. */
  static ReadImage of(
      SourceObject source, String id, ByteRange bytes, Map<String, String> attributes) {
    if (id.length() > MAX_ID_CHARS) {
      return rejected(
          source,
          null,
          RejectReason.INVALID_EVENT,
          "the id has %d characters but may have %d".formatted(id.length(), MAX_ID_CHARS));
    }
    long chars =
        attributes.entrySet().stream()
            .mapToLong(entry -> entry.getKey().length() + entry.getValue().length())
            .sum();
    if (chars > MAX_ATTRIBUTES_CHARS) {
      return rejected(
          source,
          id,
          RejectReason.INVALID_EVENT,
          "the attributes have %d characters but may have %d"
              .formatted(chars, MAX_ATTRIBUTES_CHARS));
    }
    return new ReadImage(new EncodedImage(source, id, bytes, null, attributes), null);
  }

  static ReadImage rejected(
      SourceObject source, @Nullable String id, RejectReason reason, String detail) {
    return new ReadImage(null, new RejectedImage(source, id, reason, Stage.READ, detail));
  }

  /** The reject of an image that is too large to read. */
  static ReadImage tooLarge(SourceObject source, String id, ReadSettings settings) {
    return rejected(
        source,
        id.length() > MAX_ID_CHARS ? null : id,
        RejectReason.TOO_MANY_BYTES,
        "the image has more than the %d bytes that it may have".formatted(settings.maxBytes()));
  }
}

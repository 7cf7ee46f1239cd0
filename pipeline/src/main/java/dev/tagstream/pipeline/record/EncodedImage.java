package dev.tagstream.pipeline.record;

import dev.tagstream.pipeline.bytes.ByteRange;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image as its sender encoded it.
 *
 * @param source the record or object it came in
 * @param id the sender's name for it, not empty
 * @param bytes the encoded image, a range of what was read with it; may be empty or anything at all
 * @param eventTimeMillis when the image was taken, in milliseconds since 1970-01-01 UTC; null if
 *     unknown
 * @param attributes the sender's key-value pairs, copied to the result
 * @param uri the URI to fetch the image from, if it has no bytes yet; otherwise null
 */
public record EncodedImage(
    ImageSource source,
    String id,
    ByteRange bytes,
    @Nullable Long eventTimeMillis,
    Map<String, String> attributes,
    @Nullable String uri) {

  /** An id is a record's key; results repeat it. */
  public static final int MAX_ID_CHARS = 1024;

  /**
   * Results repeat the attributes and must fit into a Kafka record, 1 MiB by default; a character
   * takes at most 3 bytes in UTF-8.
   */
  public static final int MAX_ATTRIBUTES_CHARS = 64 * 1024;

  /** An image with its bytes. */
  public EncodedImage(
      ImageSource source,
      String id,
      ByteRange bytes,
      @Nullable Long eventTimeMillis,
      Map<String, String> attributes) {
    this(source, id, bytes, eventTimeMillis, attributes, null);
  }

  /** This image with the bytes from its URI. */
  public EncodedImage fetched(ByteRange content) {
    return new EncodedImage(source, id, content, eventTimeMillis, attributes);
  }
}

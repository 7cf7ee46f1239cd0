package dev.tagstream.pipeline.record;

import dev.tagstream.pipeline.bytes.ByteRange;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image as its sender encoded it.
 *
 * @param source the record that contained it
 * @param id the sender's name for it, not empty
 * @param bytes the encoded image, a range of the record's value if possible; may be empty or have
 *     any content
 * @param eventTimeMillis when the image was taken, in milliseconds since 1970-01-01 UTC; null if
 *     unknown
 * @param attributes the sender's key-value pairs, copied to the result
 */
public record EncodedImage(
    SourceRecord source,
    String id,
    ByteRange bytes,
    @Nullable Long eventTimeMillis,
    Map<String, String> attributes) {}

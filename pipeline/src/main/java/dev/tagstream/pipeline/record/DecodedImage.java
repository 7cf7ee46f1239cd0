package dev.tagstream.pipeline.record;

import org.jspecify.annotations.Nullable;

/**
 * An image before normalization: decoded, upright, resized and cropped by the model's contract.
 *
 * @param encoded the image as it was sent
 * @param pixels its pixels; borrowed from the decoder, valid until it decodes the next image
 * @param originalWidth width before resizing, after EXIF orientation, in pixels
 * @param originalHeight height before resizing, after EXIF orientation, in pixels
 * @param decodeMicros the time that took, in microseconds
 * @param missing one line that describes what the image lacks; null if it is complete
 */
public record DecodedImage(
    EncodedImage encoded,
    PixelImage pixels,
    int originalWidth,
    int originalHeight,
    long decodeMicros,
    @Nullable String missing) {}

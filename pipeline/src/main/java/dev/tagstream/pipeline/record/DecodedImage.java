package dev.tagstream.pipeline.record;

import org.jspecify.annotations.Nullable;

/**
 * An image ready to be normalised: decoded, upright, resized and cropped as the model's contract
 * says.
 *
 * @param encoded the image as it was sent
 * @param pixels what the model is to see; borrowed from the decoder, valid until it decodes the
 *     next image
 * @param originalWidth width before resizing, after EXIF orientation, in pixels
 * @param originalHeight height before resizing, after EXIF orientation, in pixels
 * @param decodeMicros the time that took, in microseconds
 * @param missing what the image lacks, in one line for a person; null where it is whole
 */
public record DecodedImage(
    EncodedImage encoded,
    PixelImage pixels,
    int originalWidth,
    int originalHeight,
    long decodeMicros,
    @Nullable String missing) {}

package dev.tagstream.pipeline.record;

import org.jspecify.annotations.Nullable;

/**
 * An image while its pixels wait in a batch.
 *
 * @param encoded the image as it was sent
 * @param originalWidth width before resizing, after EXIF orientation, in pixels
 * @param originalHeight height before resizing, after EXIF orientation, in pixels
 * @param decodeMicros the time that decoding, resizing and cropping took, in microseconds
 * @param missing one line that describes what the image lacks; null if it is complete
 * @param queuedAtNanos when it entered the batch, on the clock of {@link System#nanoTime}
 */
public record QueuedImage(
    EncodedImage encoded,
    int originalWidth,
    int originalHeight,
    long decodeMicros,
    @Nullable String missing,
    long queuedAtNanos) {}

package dev.tagstream.pipeline.record;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an image while its pixels wait in a batch.
 *
 * @param encoded the image as it was sent
 * @param originalWidth width before resizing, after EXIF orientation, in pixels
 * @param originalHeight height before resizing, after EXIF orientation, in pixels
 * @param decodeMicros the time that decoding, resizing and cropping took, in microseconds
 * @param missing what the image lacks, in one line for a person; null where it is whole
 * @param queuedAtNanos when it entered the batch, on the clock of {@link System#nanoTime}
 */
public record QueuedImage(
    EncodedImage encoded,
    int originalWidth,
    int originalHeight,
    long decodeMicros,
    @Nullable String missing,
    long queuedAtNanos) {}

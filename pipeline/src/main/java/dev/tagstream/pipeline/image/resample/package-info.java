/**
 * Resizing and cropping by the rules of Pillow and torchvision, to the bit, or faster with coarser
 * weights.
 *
 * <p>Knows sides and pixels; knows no format and no decoder.
 *
 * <p>A room of {@code pipeline.image}, which nobody else enters.
 */
@NullMarked
package dev.tagstream.pipeline.image.resample;

import org.jspecify.annotations.NullMarked;

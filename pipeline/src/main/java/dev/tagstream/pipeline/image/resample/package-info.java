/**
 * Resizing and cropping by the rules of Pillow and torchvision, to the bit, or faster with coarser
 * weights.
 *
 * <p>Depends on sides and pixels, and on no format and no decoder.
 *
 * <p>A room of {@code pipeline.image}; only that package and its rooms use it.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.image.resample;

import org.jspecify.annotations.NullMarked;

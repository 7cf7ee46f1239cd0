/**
 * OpenCV: its decoders, and images in its memory, which is reused from image to image.
 *
 * <p>The only package that depends on OpenCV.
 *
 * <p>A room of {@code pipeline.image}; only that package and its rooms use it.
 */
@NullMarked
package dev.tagstream.pipeline.image.opencv;

import org.jspecify.annotations.NullMarked;

/**
 * OpenCV: its decoders, and images in its memory, which is reused from image to image.
 *
 * <p>The only package that depends on OpenCV.
 *
 * <p>A room of {@code pipeline.image}; only that package and its rooms use it.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.image.opencv;

import org.jspecify.annotations.NullMarked;

/**
 * OpenCV: its decoders, and images in its memory, which is reused from image to image.
 *
 * <p>The only package that knows OpenCV.
 *
 * <p>A room of {@code pipeline.image}, which nobody else enters.
 */
@NullMarked
package dev.tagstream.pipeline.image.opencv;

import org.jspecify.annotations.NullMarked;

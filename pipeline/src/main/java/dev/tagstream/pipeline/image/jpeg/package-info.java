/**
 * JPEG: its header and scans, its chroma planes, how small it can be decoded, and images of four
 * inks, which OpenCV reads otherwise than Pillow.
 *
 * <p>Knows how images are resized; knows no other format.
 *
 * <p>A room of {@code pipeline.image}, which nobody else enters.
 */
@NullMarked
package dev.tagstream.pipeline.image.jpeg;

import org.jspecify.annotations.NullMarked;

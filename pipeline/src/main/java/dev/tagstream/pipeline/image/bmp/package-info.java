/**
 * BMP: its header, and what OpenCV leaves undone in images of 16 bits.
 *
 * <p>Knows no other format.
 *
 * <p>A room of {@code pipeline.image}, which nobody else enters.
 */
@NullMarked
package dev.tagstream.pipeline.image.bmp;

import org.jspecify.annotations.NullMarked;

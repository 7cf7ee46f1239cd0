/**
 * BMP: its header, and what OpenCV leaves undone in images of 16 bits.
 *
 * <p>Depends on no other format.
 *
 * <p>A room of {@code pipeline.image}; only that package and its rooms use it.
 */
@NullMarked
package dev.tagstream.pipeline.image.bmp;

import org.jspecify.annotations.NullMarked;

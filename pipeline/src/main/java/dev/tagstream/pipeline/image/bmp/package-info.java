/**
 * BMP: its header, and what OpenCV leaves undone in images of 16 bits.
 *
 * <p>Depends on no other format.
 *
 * <p>A room of {@code pipeline.image}; only that package and its rooms use it.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.image.bmp;

import org.jspecify.annotations.NullMarked;

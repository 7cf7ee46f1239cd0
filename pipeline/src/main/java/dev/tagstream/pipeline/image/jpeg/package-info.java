/**
 * JPEG: its header and scans, its chroma planes, reduced decoding, and images of four inks, which
 * OpenCV and Pillow read differently.
 *
 * <p>Depends on resizing, and on no other format.
 *
 * <p>A room of {@code pipeline.image}; only that package and its rooms use it.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.image.jpeg;

import org.jspecify.annotations.NullMarked;

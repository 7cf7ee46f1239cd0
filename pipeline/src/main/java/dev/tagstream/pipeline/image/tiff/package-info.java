/**
 * TIFF: its layout, its segments and their compression, its colors.
 *
 * <p>Depends on no other format, except for the limits of a JPEG inside.
 *
 * <p>A room of {@code pipeline.image}; only that package and its rooms use it.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.image.tiff;

import org.jspecify.annotations.NullMarked;

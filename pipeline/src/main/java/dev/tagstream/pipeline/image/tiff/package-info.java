/**
 * TIFF: its layout, its segments and their compression, its colors.
 *
 * <p>Depends on no other format, except for the limits of a JPEG inside.
 *
 * <p>A room of {@code pipeline.image}; only that package and its rooms use it.
 */
@NullMarked
package dev.tagstream.pipeline.image.tiff;

import org.jspecify.annotations.NullMarked;

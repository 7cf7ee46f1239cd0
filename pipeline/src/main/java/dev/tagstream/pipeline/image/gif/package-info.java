/**
 * GIF: its header, and its first frame as Pillow reads it.
 *
 * <p>Depends on no other format.
 *
 * <p>A room of {@code pipeline.image}; only that package and its rooms use it.
 */
@NullMarked
package dev.tagstream.pipeline.image.gif;

import org.jspecify.annotations.NullMarked;

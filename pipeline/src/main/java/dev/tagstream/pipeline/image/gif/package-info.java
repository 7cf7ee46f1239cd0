/**
 * GIF: its header, and its first frame as Pillow reads it.
 *
 * <p>Knows no other format.
 *
 * <p>A room of {@code pipeline.image}, which nobody else enters.
 */
@NullMarked
package dev.tagstream.pipeline.image.gif;

import org.jspecify.annotations.NullMarked;

/**
 * PNG: its header, and the chunks that a decoder needs.
 *
 * <p>Depends on no other format.
 *
 * <p>A room of {@code pipeline.image}; only that package and its rooms use it.
 */
@NullMarked
package dev.tagstream.pipeline.image.png;

import org.jspecify.annotations.NullMarked;

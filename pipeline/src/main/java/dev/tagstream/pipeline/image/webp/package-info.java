/**
 * WebP: its header.
 *
 * <p>Depends on no other format.
 *
 * <p>A room of {@code pipeline.image}; only that package and its rooms use it.
 */
@NullMarked
package dev.tagstream.pipeline.image.webp;

import org.jspecify.annotations.NullMarked;

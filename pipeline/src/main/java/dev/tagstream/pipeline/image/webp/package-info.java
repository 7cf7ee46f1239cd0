/**
 * WebP: its header.
 *
 * <p>Knows no other format.
 *
 * <p>A room of {@code pipeline.image}, which nobody else enters.
 */
@NullMarked
package dev.tagstream.pipeline.image.webp;

import org.jspecify.annotations.NullMarked;

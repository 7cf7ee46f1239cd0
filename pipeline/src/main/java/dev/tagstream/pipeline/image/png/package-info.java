/**
 * PNG: its header, and the chunks that a decoder needs.
 *
 * <p>Knows no other format.
 *
 * <p>A room of {@code pipeline.image}, which nobody else enters.
 */
@NullMarked
package dev.tagstream.pipeline.image.png;

import org.jspecify.annotations.NullMarked;

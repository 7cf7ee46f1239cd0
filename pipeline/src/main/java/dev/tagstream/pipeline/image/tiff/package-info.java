/**
 * TIFF: its layout, its segments and their compression, its colors.
 *
 * <p>Knows of other formats only how much a JPEG within can hold.
 *
 * <p>A room of {@code pipeline.image}, which nobody else enters.
 */
@NullMarked
package dev.tagstream.pipeline.image.tiff;

import org.jspecify.annotations.NullMarked;

/**
 * What the formats of images share: the first bytes that tell them apart, reads that stay within
 * the file, the header, EXIF's orientation, and the colors of inks.
 *
 * <p>Knows no format in particular, and no pixels.
 *
 * <p>A room of {@code pipeline.image}, which nobody else enters.
 */
@NullMarked
package dev.tagstream.pipeline.image.format;

import org.jspecify.annotations.NullMarked;

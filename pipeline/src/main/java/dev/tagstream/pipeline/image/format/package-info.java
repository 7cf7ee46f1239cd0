/**
 * What all image formats share: the first bytes that distinguish them, reads that stay within the
 * file, the header, EXIF's orientation, and the colors of inks.
 *
 * <p>Depends on no format in particular, and on no pixels.
 *
 * <p>A room of {@code pipeline.image}; only that package and its rooms use it.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.image.format;

import org.jspecify.annotations.NullMarked;

/**
 * Writes the answers of {@code tagstream tag}, and reads from existing answers which images are
 * done. Does not depend on the sources of images.
 */
@NullMarked
package dev.tagstream.cli.tag.output;

import org.jspecify.annotations.NullMarked;

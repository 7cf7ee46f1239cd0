/** Finds and reads the images of {@code tagstream tag}. Does not depend on models or answers. */
@NullMarked
package dev.tagstream.cli.tag.input;

import org.jspecify.annotations.NullMarked;

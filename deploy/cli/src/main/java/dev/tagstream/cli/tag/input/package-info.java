/** Where {@code tagstream tag} finds images. Knows neither models nor answers. */
@NullMarked
package dev.tagstream.cli.tag.input;

import org.jspecify.annotations.NullMarked;

/**
 * Where {@code tagstream tag} writes its answers, and how it learns from what is written which
 * images are answered. Knows nothing of where images come from.
 */
@NullMarked
package dev.tagstream.cli.tag.output;

import org.jspecify.annotations.NullMarked;

/**
 * {@code tagstream bench}: one command for each benchmark of {@code dev.tagstream.bench}, and their
 * options.
 */
@NullMarked
package dev.tagstream.cli.bench;

import org.jspecify.annotations.NullMarked;

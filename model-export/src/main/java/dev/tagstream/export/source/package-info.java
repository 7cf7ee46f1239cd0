/**
 * Finds the file that weights are read from: a path, an https URL or a well-known name; what comes
 * over the network is kept in a cache and checked before use.
 *
 * <p>Knows nothing of what is in the file.
 */
@NullMarked
package dev.tagstream.export.source;

import org.jspecify.annotations.NullMarked;

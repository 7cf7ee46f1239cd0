/**
 * The one way to say that the user's files or wishes cannot be followed.
 *
 * <p>Knows nothing else of this module, so that every other package may use it.
 */
@NullMarked
package dev.tagstream.export.problem;

import org.jspecify.annotations.NullMarked;

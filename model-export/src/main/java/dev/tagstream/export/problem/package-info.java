/**
 * The one exception for invalid files and requests.
 *
 * <p>Depends on nothing else of this module, so that every other package may use it.
 *
 * <p>Part of the API, see {@code pipeline/README.md}.
 */
@NullMarked
package dev.tagstream.export.problem;

import org.jspecify.annotations.NullMarked;

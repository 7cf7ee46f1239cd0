/**
 * The crash-loop breaker: it remembers on disk which records were in progress when the process
 * died, so that a record that kills the process is not tried for ever.
 *
 * <p>Depends on {@code record} alone.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.crash;

import org.jspecify.annotations.NullMarked;

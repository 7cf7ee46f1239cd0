/**
 * Storms of rejects: while most images are rejected, the sender or the model is wrong.
 *
 * <p>Knows records only.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.storm;

import org.jspecify.annotations.NullMarked;

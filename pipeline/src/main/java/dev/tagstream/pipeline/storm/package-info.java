/**
 * Storms of rejects: while most images are rejected, the sender or the model is wrong.
 *
 * <p>Knows records only.
 */
@NullMarked
package dev.tagstream.pipeline.storm;

import org.jspecify.annotations.NullMarked;

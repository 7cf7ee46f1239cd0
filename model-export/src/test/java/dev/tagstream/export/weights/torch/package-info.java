/** Tests of checkpoints, well-formed and malformed. */
@NullMarked
package dev.tagstream.export.weights.torch;

import org.jspecify.annotations.NullMarked;

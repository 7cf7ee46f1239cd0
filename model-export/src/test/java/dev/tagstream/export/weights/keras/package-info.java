/** Tests of checkpoints, well-formed and malformed. */
@NullMarked
package dev.tagstream.export.weights.keras;

import org.jspecify.annotations.NullMarked;

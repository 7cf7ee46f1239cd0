/**
 * What a Tagstream model file says of itself, as {@code model-export/README.md} lays down, in Java
 * and in JSON.
 *
 * <p>Knows nothing of ONNX, of weight files or of ResNets.
 */
@NullMarked
package dev.tagstream.export.contract;

import org.jspecify.annotations.NullMarked;

/**
 * Weights files: from a path to named tensors, for any format.
 *
 * <p>Does not depend on ONNX or ResNets; the weights may be those of any network.
 */
@NullMarked
package dev.tagstream.export.weights;

import org.jspecify.annotations.NullMarked;

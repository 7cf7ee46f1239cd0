/**
 * Weight files: from a path to named tensors, whatever the format.
 *
 * <p>Knows nothing of ONNX or ResNets; a weight file of any network can be read.
 */
@NullMarked
package dev.tagstream.export.weights;

import org.jspecify.annotations.NullMarked;

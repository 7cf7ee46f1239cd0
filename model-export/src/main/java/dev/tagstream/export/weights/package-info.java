/**
 * Reads weights files of all supported formats as named tensors. To add a format, add a package
 * here and select it in {@link dev.tagstream.export.weights.WeightFile}.
 *
 * <p>Does not depend on ONNX or ResNets; the weights may belong to any network.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.weights;

import org.jspecify.annotations.NullMarked;

/**
 * Conversion to fewer bits.
 *
 * <p>Int8: the convolutions of a float32 graph multiply uint8 activations by int8 weights, written
 * as QuantizeLinear and DequantizeLinear pairs that ONNX Runtime fuses. Prepared images calibrate
 * it. Channels are equalized first, ranges and scales minimize the error, and the few layers that
 * lose most stay float32.
 *
 * <p>Float16: all layers that allow it.
 *
 * <p>Images are tensors here. The package does not depend on image files, weight files or ResNets.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.quantize;

import org.jspecify.annotations.NullMarked;

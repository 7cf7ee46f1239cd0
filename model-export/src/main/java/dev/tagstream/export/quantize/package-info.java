/**
 * Conversion to fewer bits. Int8: a float32 graph and images prepared for it become a graph whose
 * convolutions multiply uint8 activations with int8 weights, written as QuantizeLinear and
 * DequantizeLinear pairs that ONNX Runtime fuses. Channels are equalized before, ranges and scales
 * are those of least error, and the few layers that lose most stay float32. Float16: all layers
 * that allow it.
 *
 * <p>Takes images as tensors; does not depend on image files, weight files or ResNets.
 */
@NullMarked
package dev.tagstream.export.quantize;

import org.jspecify.annotations.NullMarked;

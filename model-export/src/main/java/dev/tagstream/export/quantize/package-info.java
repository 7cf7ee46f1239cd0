/**
 * Eight-bit models: a float32 graph and pictures prepared for it become a graph whose convolutions
 * multiply uint8 activations with int8 weights, written as QuantizeLinear and DequantizeLinear
 * pairs that ONNX Runtime fuses.
 *
 * <p>Takes pictures as ready tensors: knows nothing of image files, nor of weight files or ResNets.
 */
@NullMarked
package dev.tagstream.export.quantize;

import org.jspecify.annotations.NullMarked;

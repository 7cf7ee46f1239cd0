/**
 * Rounding of a convolution's weights to int8 with the least change of its output: first each
 * channel with the scale that suits it, then the weights of a channel together, by how the values
 * that they multiply vary together. Knows tensors, but no graph.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.quantize.rounding;

import org.jspecify.annotations.NullMarked;

package dev.tagstream.export.quantize;

/**
 * How a model is quantized.
 *
 * @param ranges how activations' ranges are told
 * @param weights how many steps weights have
 */
public record QuantizeSettings(RangeRule ranges, WeightRange weights) {}

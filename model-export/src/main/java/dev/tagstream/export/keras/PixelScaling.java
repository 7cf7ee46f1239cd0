package dev.tagstream.export.keras;

import java.util.Collections;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * The conversion of an image's levels, 0 to 255, to the numbers that a model computes with: {@code
 * level * factor + offset} for each channel.
 */
record PixelScaling(List<Double> factor, List<Double> offset) {

  private static final int COLORS = 3;
  private static final int WHITE = 255;

  /** The model computes with the levels themselves. */
  static final PixelScaling NONE = new PixelScaling(List.of(1.0, 1.0, 1.0), List.of(0.0, 0.0, 0.0));

  // between these bounds, white and black differ by about as much as in the training of networks
  private static final double SMALLEST_RANGE = 0.2;
  private static final double LARGEST_RANGE = 20;

  /** The least mean of natural images; a model that subtracts at least this expects levels. */
  private static final double LEAST_MEAN = 60;

  PixelScaling {
    factor = List.copyOf(factor);
    offset = List.copyOf(offset);
  }

  /** Whether the model does not scale. */
  boolean isNone() {
    return equals(NONE);
  }

  /**
   * Whether the scaling is certainly for levels from 0 to 255: its result has the usual range of
   * networks, or it subtracts the mean of images.
   */
  boolean isForLevels() {
    return IntStream.range(0, COLORS)
        .allMatch(
            channel -> {
              double range = Math.abs(factor.get(channel)) * WHITE;
              boolean scaled = range >= SMALLEST_RANGE && range <= LARGEST_RANGE;
              boolean centered = factor.get(channel) == 1 && -offset.get(channel) >= LEAST_MEAN;
              return scaled || centered;
            });
  }

  /** This scaling, then {@code x * factor}; one factor for all channels, or one for each. */
  PixelScaling times(List<Double> factors) {
    return new PixelScaling(
        combined(factor, factors, (a, b) -> a * b), combined(offset, factors, (a, b) -> a * b));
  }

  /** This scaling, then {@code x + offset}; one offset for all channels, or one for each. */
  PixelScaling plus(List<Double> offsets) {
    return new PixelScaling(factor, combined(offset, offsets, Double::sum));
  }

  /** The scaling of one channel, for all channels. */
  PixelScaling channel(int channel) {
    return new PixelScaling(
        Collections.nCopies(COLORS, factor.get(channel)),
        Collections.nCopies(COLORS, offset.get(channel)));
  }

  /** The combined scaling of three channels. */
  static PixelScaling of(List<PixelScaling> channels) {
    return new PixelScaling(
        channels.stream().map(channel -> channel.factor.get(0)).toList(),
        channels.stream().map(channel -> channel.offset.get(0)).toList());
  }

  private static List<Double> combined(
      List<Double> own, List<Double> other, DoubleBinaryOperator operator) {
    return IntStream.range(0, COLORS)
        .mapToObj(
            channel ->
                operator.applyAsDouble(
                    own.get(channel), other.get(other.size() == 1 ? 0 : channel)))
        .toList();
  }
}

package dev.tagstream.bench.frame;

import java.util.Arrays;
import java.util.List;

/**
 * The spread of a figure over all rounds.
 *
 * @param median the middle value, or the mean of the middle two
 * @param lowerQuartile the median of the lower half
 * @param upperQuartile the median of the upper half
 * @param min the minimum
 * @param max the maximum
 */
public record Spread(
    double median, double lowerQuartile, double upperQuartile, double min, double max) {

  /**
   * The spread of some figures.
   *
   * @param figures at least one
   */
  public static Spread of(List<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("no figures have no spread");
    }
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = (sorted.length + 1) / 2;
    return new Spread(
        median(sorted),
        median(Arrays.copyOfRange(sorted, 0, half)),
        median(Arrays.copyOfRange(sorted, sorted.length - half, sorted.length)),
        sorted[0],
        sorted[sorted.length - 1]);
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

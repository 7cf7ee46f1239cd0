package dev.tagstream.export.quantize;

/**
 * The statistics of an activation's channels, one number for each channel.
 *
 * @param means of their values
 * @param variances of their values; both are owned by this record
 */
record ChannelStatistics(double[] means, double[] variances) {

  /** The root of the mean square of each channel. */
  double[] rootMeanSquares() {
    double[] roots = new double[means.length];
    for (int i = 0; i < roots.length; i++) {
      roots[i] = Math.sqrt(variances[i] + means[i] * means[i]);
    }
    return roots;
  }
}

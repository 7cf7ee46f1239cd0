package dev.tagstream.export.quantize;

/**
 * How much a change lowers the errors of the same images.
 *
 * @param share of the summed error that the change removes, negative if it adds some
 * @param standardError of the share, from how much the images differ
 */
record PairedGain(double share, double standardError) {

  /** The standard errors below the share at which its 95 % interval begins. */
  private static final double INTERVAL = 2;

  /**
   * Compares errors.
   *
   * @param before the error of each image without the change
   * @param after the error of each image with it, in the same order
   */
  static PairedGain of(double[] before, double[] after) {
    int images = before.length;
    double total = 0;
    double gain = 0;
    for (int i = 0; i < images; i++) {
      total += before[i];
      gain += before[i] - after[i];
    }
    double squares = 0;
    for (int i = 0; i < images; i++) {
      double deviation = before[i] - after[i] - gain / images;
      squares += deviation * deviation;
    }
    if (images < 2 || total == 0) {
      return new PairedGain(0, Double.POSITIVE_INFINITY);
    }
    double standardError = Math.sqrt(squares * images / (images - 1));
    return new PairedGain(gain / total, standardError / total);
  }

  /** The share that the change removes at least, also on other images of the kind. */
  double certain() {
    return share - INTERVAL * standardError;
  }
}

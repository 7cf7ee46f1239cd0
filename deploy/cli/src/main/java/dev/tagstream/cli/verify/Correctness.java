package dev.tagstream.cli.verify;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The accuracy on images whose path names their class.
 *
 * @param images the number of these images
 * @param both images on which model and reference are right
 * @param lost images on which only the reference is right
 * @param won images on which only the model is right
 */
record Correctness(int images, int both, int lost, int won) {

  /** The quantile of the normal distribution for 95 %. */
  private static final double Z = 1.959964;

  /** The number of images that the model classifies correctly. */
  @JsonProperty
  int model() {
    return both + won;
  }

  /** The number of images that the reference classifies correctly. */
  @JsonProperty
  int reference() {
    return both + lost;
  }

  /**
   * The number of images by which the model is worse than the reference; negative if it is better.
   */
  @JsonProperty
  int netLost() {
    return lost - won;
  }

  /**
   * The lower limit of the 95 % confidence interval of {@link #netLost()}, in percent of the
   * images.
   */
  @JsonProperty
  double leastLostPercent() {
    return percent(-Z);
  }

  /**
   * The upper limit of the 95 % confidence interval of {@link #netLost()}, in percent of the
   * images.
   */
  @JsonProperty
  double mostLostPercent() {
    return percent(Z);
  }

  Correctness plus(boolean modelIsRight, boolean referenceIsRight) {
    return new Correctness(
        images + 1,
        both + (modelIsRight && referenceIsRight ? 1 : 0),
        lost + (!modelIsRight && referenceIsRight ? 1 : 0),
        won + (modelIsRight && !referenceIsRight ? 1 : 0));
  }

  /**
   * A limit of the interval for a difference of paired proportions by Agresti and Min (2005). It
   * adds half an image to each of the four cells, so that the interval is not empty if no
   * difference was observed.
   */
  private double percent(double z) {
    double total = images + 2.0;
    double difference = (lost - (double) won) / total;
    double discordant = (lost + won + 1.0) / total;
    double deviation = Math.sqrt((discordant - difference * difference) / total);
    return 100 * Math.max(-1, Math.min(1, difference + z * deviation));
  }
}

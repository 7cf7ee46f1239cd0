package dev.tagstream.cli.verify;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How often the best tag is the class in an image's path.
 *
 * @param images whose class is known
 * @param both images on which model and reference are right
 * @param lost images on which only the reference is right
 * @param won images on which only the model is right
 */
record Correctness(int images, int both, int lost, int won) {

  /** The quantile of the normal distribution for 95 %. */
  private static final double Z = 1.959964;

  /** How many images the model is right on. */
  @JsonProperty
  int model() {
    return both + won;
  }

  /** How many images the reference is right on. */
  @JsonProperty
  int reference() {
    return both + lost;
  }

  /** How many images fewer the model is right on; negative if it is right on more. */
  @JsonProperty
  int netLost() {
    return lost - won;
  }

  /** The least of the 95 % interval of {@link #netLost()}, in percent of the images. */
  @JsonProperty
  double leastLostPercent() {
    return percent(-Z);
  }

  /** The most of the 95 % interval of {@link #netLost()}, in percent of the images. */
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
   * Of a difference of paired proportions, as Agresti and Min (2005) estimate it: half an image is
   * added to each of the four cells, so that no difference seen is not taken for none at all.
   */
  private double percent(double z) {
    double total = images + 2.0;
    double difference = (lost - (double) won) / total;
    double discordant = (lost + won + 1.0) / total;
    double deviation = Math.sqrt((discordant - difference * difference) / total);
    return 100 * Math.max(-1, Math.min(1, difference + z * deviation));
  }
}

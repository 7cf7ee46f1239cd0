package dev.tagstream.pipeline.drift;

/**
 * The drift of one label.
 *
 * @param label the label of best tags; {@link Drift#OTHER} or {@link Drift#NONE}
 * @param referenceShare its share of the reference's images, 0 to 1
 * @param share its share of the images now, 0 to 1
 * @param contribution its part of the population stability index, at least 0
 */
public record LabelDrift(String label, double referenceShare, double share, double contribution) {

  /**
   * The lowest share that counts, because the logarithm of an empty share has no limit. With it a
   * label of 10 % that vanishes contributes 0.69.
   */
  static final double LEAST_SHARE = 0.0001;

  static LabelDrift of(String label, double referenceShare, double share) {
    double before = Math.max(referenceShare, LEAST_SHARE);
    double now = Math.max(share, LEAST_SHARE);
    return new LabelDrift(label, referenceShare, share, (now - before) * Math.log(now / before));
  }
}

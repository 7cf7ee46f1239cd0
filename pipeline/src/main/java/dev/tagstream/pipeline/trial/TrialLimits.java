package dev.tagstream.pipeline.trial;

import java.io.Serializable;

/**
 * What a canary or a shadow may do before a guard stops it.
 *
 * @param images of a window, after which latency, confidence and agreement are judged, at least 1
 * @param fewestFailures below this number, failures are no reason
 * @param maxFailedShare the most that its share of failures may be above the main model's, 0 to 1
 * @param fewestUnusable the number of images with unusable scores, such as NaN, that is a reason if
 *     the main model has none
 * @param maxLatencyRatio of its time to the main model's
 * @param maxConfidenceShift of the mean score of its best tags from the main model's, 0 to 1
 * @param minAgreement the least share of images with the same best tag, 0 to 1
 */
public record TrialLimits(
    int images,
    int fewestFailures,
    double maxFailedShare,
    int fewestUnusable,
    double maxLatencyRatio,
    double maxConfidenceShift,
    double minAgreement)
    implements Serializable {

  /** Wide enough for a model that is retrained; MODELS.md lists them. */
  public static final TrialLimits USUAL = new TrialLimits(200, 10, 0.05, 3, 4, 0.2, 0.5);
}

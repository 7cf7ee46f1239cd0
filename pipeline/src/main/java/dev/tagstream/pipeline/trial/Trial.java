package dev.tagstream.pipeline.trial;

import dev.tagstream.pipeline.record.Tag;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Compares a canary or a shadow with the main model, in one slot and one epoch. One thread counts;
 * any thread may read the agreement.
 */
public final class Trial {

  /** A window with fewer tagged images of a model has no confidence to compare. */
  private static final double FEWEST_SCORED_SHARE = 0.1;

  private final TrialLimits limits;
  private final TrialSide main = new TrialSide();
  private final TrialSide other = new TrialSide();

  private long compared;
  private long agreed;
  private volatile double agreement = Double.NaN;
  private @Nullable String breach;

  /** Begins the first window. */
  public Trial(TrialLimits limits) {
    this.limits = limits;
  }

  /** The main model. */
  public TrialSide main() {
    return main;
  }

  /** The model on trial. */
  public TrialSide other() {
    return other;
  }

  /** Compares the tags of both models for an image; only for models with the same labels. */
  public void compare(List<Tag> ofMain, List<Tag> ofOther) {
    compared++;
    if (ofMain.isEmpty() ? ofOther.isEmpty() : isSame(ofMain.get(0), ofOther)) {
      agreed++;
    }
  }

  private static boolean isSame(Tag best, List<Tag> tags) {
    return !tags.isEmpty() && tags.get(0).index() == best.index();
  }

  /**
   * The model on trial cannot run.
   *
   * @param why one line
   */
  public void broken(String why) {
    if (breach == null) {
      breach = why;
    }
  }

  /**
   * Why the model must be stopped, in one line; null if it may go on. A reason stays. Called after
   * each batch.
   */
  public @Nullable String judge() {
    if (breach == null) {
      breach = failures();
    }
    if (breach == null && other.images() >= limits.images()) {
      breach = window();
      agreement = compared == 0 ? Double.NaN : (double) agreed / compared;
      main.clear();
      other.clear();
      compared = 0;
      agreed = 0;
    }
    return breach;
  }

  /** The share of images with the same best tag in the last window; NaN before its end. */
  public double agreement() {
    return agreement;
  }

  private @Nullable String failures() {
    if (other.unusableImages() >= limits.fewestUnusable() && main.unusableImages() == 0) {
      return line(
          "it gave unusable scores, such as NaN, for %d of %d images and the main model for none",
          other.unusableImages(), other.images());
    }
    if (other.failedImages() >= limits.fewestFailures()
        && other.failedShare() > main.failedShare() + limits.maxFailedShare()) {
      return line(
          "it failed on %d of %d images, a share of %.3f, and the main model on %.3f",
          other.failedImages(), other.images(), other.failedShare(), main.failedShare());
    }
    return null;
  }

  private @Nullable String window() {
    double perRun = other.nanosPerRun() / main.nanosPerRun();
    double perImage = other.nanosPerImage() / main.nanosPerImage();
    if (Math.min(perRun, perImage) > limits.maxLatencyRatio()) {
      return line(
          "it took %.1f times as long as the main model for an image, above %.1f",
          perImage, limits.maxLatencyRatio());
    }
    double shift = other.confidence() - main.confidence();
    if (Math.abs(shift) > limits.maxConfidenceShift() && hasConfidence()) {
      return line(
          "the mean score of its best tags is %+.3f from the main model's, more than %.3f",
          shift, limits.maxConfidenceShift());
    }
    if (compared > 0 && (double) agreed / compared < limits.minAgreement()) {
      return line(
          "its best tag is the main model's for %d of %d images, a share below %.3f",
          agreed, compared, limits.minAgreement());
    }
    return null;
  }

  private boolean hasConfidence() {
    return main.scoredShare() >= FEWEST_SCORED_SHARE && other.scoredShare() >= FEWEST_SCORED_SHARE;
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

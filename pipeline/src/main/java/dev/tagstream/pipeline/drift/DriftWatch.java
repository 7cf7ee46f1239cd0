package dev.tagstream.pipeline.drift;

import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.function.LongSupplier;

/**
 * Counts the tags of one slot and compares each window of them with a reference. Counting an image
 * is one look-up and allocates nothing; only the end of a window does. One thread counts, any
 * thread may read the results.
 */
public final class DriftWatch {

  private final DriftReference reference;
  private final DriftWindow window;
  private final LongSupplier nanoClock;
  private final TagTally tally = new TagTally();

  /** The images of the window, of every model. */
  private long images;

  private long beginNanos;
  private volatile double psi = Double.NaN;
  private volatile double psiByChance = Double.NaN;
  private volatile double confidenceShift = Double.NaN;

  /**
   * Begins the first window.
   *
   * @param nanoClock such as {@link System#nanoTime}
   */
  public DriftWatch(DriftSettings settings, LongSupplier nanoClock) {
    this.reference = settings.reference();
    this.window = settings.window();
    this.nanoClock = nanoClock;
    this.beginNanos = nanoClock.getAsLong();
  }

  /** Counts an image, if the reference's model tagged it. */
  public void add(TaggedImage image) {
    images++;
    if (!image.run().modelSha256().equals(reference.modelSha256())) {
      return;
    }
    if (image.tags().isEmpty()) {
      tally.addUntagged();
    } else {
      Tag best = image.tags().get(0);
      tally.add(best.label(), best.score());
    }
  }

  /** Compares the window, if it is over, and begins the next one. Called after each batch. */
  public void endBatch() {
    long now = nanoClock.getAsLong();
    if (!window.isOver(images, now - beginNanos)) {
      return;
    }
    if (tally.images() < DriftWindow.FEWEST_IMAGES) {
      psi = Double.NaN;
      psiByChance = Double.NaN;
      confidenceShift = Double.NaN;
    } else {
      Drift drift = Drift.between(reference.counts(), tally.counts());
      psi = drift.psi();
      psiByChance = drift.psiByChance();
      confidenceShift = drift.confidenceShift();
    }
    tally.clear();
    images = 0;
    beginNanos = now;
  }

  /**
   * The population stability index of the last window; NaN before the end of the first one, and
   * after a window with fewer than {@value DriftWindow#FEWEST_IMAGES} images of the reference's
   * model.
   */
  public double psi() {
    return psi;
  }

  /** About the index that the last window would have without any drift; NaN as above. */
  public double psiByChance() {
    return psiByChance;
  }

  /** The shift of the mean score of the best tags in that window; NaN as above. */
  public double confidenceShift() {
    return confidenceShift;
  }
}

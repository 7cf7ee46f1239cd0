package dev.tagstream.pipeline.trial;

import dev.tagstream.pipeline.record.Tag;
import java.util.List;

/** What one of the two models of a trial did in a window. For use by one thread. */
public final class TrialSide {

  private long images;
  private long failed;
  private long unusable;
  private long scored;
  private double scores;
  private long runs;
  private long ranImages;
  private long nanos;

  TrialSide() {}

  /**
   * Counts a run.
   *
   * @param batch its images
   * @param took its time, in nanoseconds
   */
  public void ran(int batch, long took) {
    runs++;
    ranImages += batch;
    nanos += took;
  }

  /** Counts an image with its tags, highest score first. */
  public void tagged(List<Tag> tags) {
    images++;
    if (!tags.isEmpty()) {
      scored++;
      scores += tags.get(0).score();
    }
  }

  /** Counts an image on which the model failed. */
  public void failed() {
    images++;
    failed++;
  }

  /** Counts an image whose scores cannot be used, such as NaN. It has failed, too. */
  public void unusable() {
    failed();
    unusable++;
  }

  long images() {
    return images;
  }

  long failedImages() {
    return failed;
  }

  long unusableImages() {
    return unusable;
  }

  double failedShare() {
    return images == 0 ? 0 : (double) failed / images;
  }

  double scoredShare() {
    return images == 0 ? 0 : (double) scored / images;
  }

  /** NaN if no image has a tag. */
  double confidence() {
    return scores / scored;
  }

  /** NaN if it never ran. */
  double nanosPerRun() {
    return (double) nanos / runs;
  }

  /** NaN if it never ran. */
  double nanosPerImage() {
    return (double) nanos / ranImages;
  }

  void clear() {
    images = 0;
    failed = 0;
    unusable = 0;
    scored = 0;
    scores = 0;
    runs = 0;
    ranImages = 0;
    nanos = 0;
  }
}

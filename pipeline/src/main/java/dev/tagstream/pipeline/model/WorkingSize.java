package dev.tagstream.pipeline.model;

/**
 * How many pixels at a time the device has memory for, as far as is known. A batch that was too
 * large is remembered for a while, so that not every one fails first; then a larger one is tried
 * again, since others may have given memory back.
 */
public final class WorkingSize {

  /** How many runs go well before a larger one is tried: a minute or so. */
  static final int RUNS_UNTIL_LARGER = 1000;

  private long pixels = Long.MAX_VALUE;
  private int runsLeft;

  /** How many of the images to run together, at least 1. */
  public int imagesAtOnce(int images, int width, int height) {
    return (int) Math.max(1, Math.min(images, pixels / ((long) width * height)));
  }

  /** The device had no memory for these. */
  public void outOfMemory(int images, int width, int height) {
    pixels = Math.max(1, (long) images * width * height / 2);
    runsLeft = RUNS_UNTIL_LARGER;
  }

  /** A run went well. */
  public void succeeded() {
    if (runsLeft > 0 && --runsLeft == 0) {
      pixels = pixels > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : pixels * 2;
      runsLeft = RUNS_UNTIL_LARGER;
    }
  }
}

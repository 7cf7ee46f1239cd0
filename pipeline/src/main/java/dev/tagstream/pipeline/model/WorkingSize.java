package dev.tagstream.pipeline.model;

/**
 * The number of pixels that fit into the device's memory at a time, as far as known. The size of a
 * batch that was too large is remembered for a while, so that later batches do not fail first. Then
 * a larger batch is tried again, because other users may have released memory.
 */
public final class WorkingSize {

  /** The number of successful runs before a larger one is tried: about a minute. */
  static final int RUNS_UNTIL_LARGER = 1000;

  private long pixels = Long.MAX_VALUE;
  private int runsLeft;

  /** The number of images to run together, at least 1. */
  public int imagesAtOnce(int images, int width, int height) {
    return (int) Math.max(1, Math.min(images, pixels / ((long) width * height)));
  }

  /** Records that the device lacked memory for these images. */
  public void outOfMemory(int images, int width, int height) {
    pixels = Math.max(1, (long) images * width * height / 2);
    runsLeft = RUNS_UNTIL_LARGER;
  }

  /** Records a successful run. */
  public void succeeded() {
    if (runsLeft > 0 && --runsLeft == 0) {
      pixels = pixels > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : pixels * 2;
      runsLeft = RUNS_UNTIL_LARGER;
    }
  }
}

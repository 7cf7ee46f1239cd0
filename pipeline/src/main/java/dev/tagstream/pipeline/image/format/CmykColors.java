package dev.tagstream.pipeline.image.format;

/** Ink to light as Pillow's {@code convert("RGB")} does it, without color profiles. */
public final class CmykColors {

  private static final int FULL = 255;

  private CmykColors() {}

  /**
   * One channel of light.
   *
   * @param ink cyan for red, magenta for green, yellow for blue; 0 none to 255 full
   * @param black 0 none to 255 full
   */
  public static int light(int ink, int black) {
    int paper = FULL - black;
    return paper - multiply(ink, paper);
  }

  /** {@code a * b / 255}, rounded, for 0 to 255 each. */
  private static int multiply(int a, int b) {
    int product = a * b + 128;
    return ((product >> 8) + product) >> 8;
  }
}

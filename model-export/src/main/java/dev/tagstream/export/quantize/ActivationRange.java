package dev.tagstream.export.quantize;

/**
 * The range of an activation in 8 bits; values outside are clipped. The range always contains zero,
 * which is exactly one of the 256 steps, so padding and rectified values stay exact.
 *
 * @param min at most 0
 * @param max at least 0
 */
public record ActivationRange(float min, float max) {

  /** The largest uint8 step. */
  private static final int MAX_STEP = 255;

  /** The scale of an activation that is always zero; it has no effect. */
  private static final float STEP_OF_ZERO = 1.0f / MAX_STEP;

  public ActivationRange {
    if (!Float.isFinite(min) || !Float.isFinite(max)) {
      throw new IllegalArgumentException("a range cannot be %s to %s".formatted(min, max));
    }
    min = Math.min(min, 0);
    max = Math.max(max, 0);
  }

  /** The distance between two neighboring steps. */
  public float scale() {
    float scale = max / MAX_STEP - min / MAX_STEP;
    return scale >= Float.MIN_NORMAL ? scale : STEP_OF_ZERO;
  }

  /** The step that stands for zero, 0 to 255. */
  public int zeroPoint() {
    return Math.min(Math.round(-min / scale()), MAX_STEP);
  }
}

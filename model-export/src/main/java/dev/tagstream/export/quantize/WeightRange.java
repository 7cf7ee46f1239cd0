package dev.tagstream.export.quantize;

/** How many steps the weights of a channel have. */
public enum WeightRange {
  /** 8 bits, -127 to 127. */
  FULL(127),
  /**
   * 7 bits, -64 to 64: two products of a weight and a uint8 activation always fit 16 bits, in which
   * CPUs without VNNI instructions add them up before they go on in 32 bits.
   */
  REDUCED(64);

  private final int maxStep;

  WeightRange(int maxStep) {
    this.maxStep = maxStep;
  }

  /** The step that stands for the largest magnitude. */
  public int maxStep() {
    return maxStep;
  }
}

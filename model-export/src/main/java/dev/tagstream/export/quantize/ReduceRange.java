package dev.tagstream.export.quantize;

/** Whether weights have 7 bits, so that sums of their products never overflow 16. */
public enum ReduceRange {
  /** As this machine needs it. */
  AUTO,
  /** Yes: right on every CPU. */
  ON,
  /** No: finer weights, right on CPUs that add in 32 bits, as those with VNNI do. */
  OFF;

  /** The range of weights, which {@link #AUTO} finds out by a small computation. */
  public WeightRange weights() {
    return switch (this) {
      case ON -> WeightRange.REDUCED;
      case OFF -> WeightRange.FULL;
      case AUTO -> SaturationProbe.saturates() ? WeightRange.REDUCED : WeightRange.FULL;
    };
  }
}

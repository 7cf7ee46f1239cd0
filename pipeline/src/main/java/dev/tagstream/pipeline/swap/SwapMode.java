package dev.tagstream.pipeline.swap;

/** Where the sessions of a new epoch are opened. */
public enum SwapMode {
  /** Beside the running ones, before the barrier. */
  BESIDE("beside"),
  /** In the place of the running one, which is closed first, at the barrier. */
  IN_PLACE("in-place");

  private final String value;

  SwapMode(String value) {
    this.value = value;
  }

  /** The option's value. */
  @Override
  public String toString() {
    return value;
  }
}

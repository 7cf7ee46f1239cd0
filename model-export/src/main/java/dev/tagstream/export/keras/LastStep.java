package dev.tagstream.export.keras;

/** The kinds of computations that a network's scores can come from. */
public enum LastStep {
  /** A weighted sum: a dense layer or a convolution without an activation. */
  LINEAR,
  SOFTMAX,
  SIGMOID,
  /** Anything that gives no scores of classes. */
  OTHER
}

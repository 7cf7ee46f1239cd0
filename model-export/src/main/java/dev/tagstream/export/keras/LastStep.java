package dev.tagstream.export.keras;

/** The last computation of a network's scores. */
public enum LastStep {
  /** A weighted sum: a dense layer or a convolution without an activation. */
  LINEAR,
  SOFTMAX,
  SIGMOID,
  /** Any other computation, which has no class scores. */
  OTHER
}

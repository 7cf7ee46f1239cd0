package dev.tagstream.export.contract;

/** The type of a graph's weights and arithmetic. Its input and its scores keep theirs. */
public enum Precision {
  FLOAT32,
  /** float32 stays where accuracy needs it, as in pools and softmax. */
  FLOAT16
}

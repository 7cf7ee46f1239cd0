package dev.tagstream.schemas.model;

/** The type of a graph's weights and arithmetic. Its input and its scores keep theirs. */
public enum Precision {
  FLOAT32,
  /** float32 stays where accuracy needs it, as in pools and softmax. */
  FLOAT16,
  /** Convolutions multiply int8 weights with uint8 activations; the rest is float32. */
  INT8
}

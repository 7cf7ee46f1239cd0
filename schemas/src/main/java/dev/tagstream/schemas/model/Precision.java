package dev.tagstream.schemas.model;

/** The type of a graph's weights and arithmetic. Its input and its scores keep their own types. */
public enum Precision {
  FLOAT32,
  /** float16, except where accuracy needs float32, as in pools and softmax. */
  FLOAT16,
  /** Convolutions multiply int8 weights with uint8 activations; the rest is float32. */
  INT8
}

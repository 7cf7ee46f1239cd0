package dev.tagstream.export.quantize;

/** The treatment of an operator in a float16 graph. */
enum HalfRule {
  /** Computes in float16 whatever comes in; all of its inputs are floats. */
  COMPUTES,
  /** Computes in float16 where a value comes in as float16; all of its inputs are of one type. */
  FOLLOWS,
  /** Follows its first input, and its constants follow it. */
  FOLLOWS_FIRST,
  /** Moves its first input's elements without computing; other inputs stay as they are. */
  MOVES,
  /** Stays float32: softmax, means over a whole image, and unknown operators. */
  STAYS;

  static HalfRule of(String operator) {
    return switch (operator) {
      case "Conv", "ConvTranspose", "Gemm", "MatMul" -> COMPUTES;
      case "Add", "Sub", "Mul", "Div", "Sum", "Relu", "LeakyRelu", "PRelu", "Concat" -> FOLLOWS;
      case "MaxPool", "AveragePool", "Clip", "Pad", "BatchNormalization" -> FOLLOWS_FIRST;
      case "Flatten", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Identity", "Dropout" ->
          MOVES;
      default -> STAYS;
    };
  }
}

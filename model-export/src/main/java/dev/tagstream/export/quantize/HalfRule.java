package dev.tagstream.export.quantize;

/** The treatment of an operator in a float16 graph. */
enum HalfRule {
  /** Always computes in float16; all inputs are floating-point. */
  COMPUTES,
  /** Computes in float16 if an input is float16; all inputs have one type. */
  FOLLOWS,
  /** Computes in the type of its first input, and converts its constants to it. */
  FOLLOWS_FIRST,
  /** Moves elements of its first input without computing; other inputs do not change. */
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

package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * For each operator that ResNets use, the shape of its output, as the ONNX operator specification
 * defines it.
 */
final class ShapeRules {

  /** Infers the output of a node from its inputs, all of which are known. */
  interface Rule extends BiFunction<NodeProto, List<KnownValue>, KnownValue> {}

  private static final List<String> SHAPE_KEEPING =
      List.of(
          "Relu",
          "LeakyRelu",
          "PRelu",
          "Clip",
          "Sigmoid",
          "HardSigmoid",
          "HardSwish",
          "Elu",
          "Tanh",
          "Erf",
          "Sqrt",
          "Exp",
          "Log",
          "Abs",
          "Neg",
          "BatchNormalization",
          "InstanceNormalization",
          "LayerNormalization",
          "LRN",
          "Dropout",
          "Softmax",
          "LogSoftmax",
          "QuantizeLinear",
          "DequantizeLinear");

  private static final Map<String, Rule> RULES = rules();

  private ShapeRules() {}

  static Optional<Rule> of(String operator) {
    return Optional.ofNullable(RULES.get(operator));
  }

  private static Map<String, Rule> rules() {
    Map<String, Rule> rules = new HashMap<>();
    SHAPE_KEEPING.forEach(
        operator -> rules.put(operator, (node, in) -> KnownValue.ofShape(shape(in, 0))));
    for (String operator : List.of("Identity", "Cast")) {
      rules.put(operator, (node, in) -> in.get(0));
    }
    for (String operator : List.of("Add", "Sub", "Mul", "Div", "Sum", "Max", "Min", "Pow")) {
      rules.put(operator, (node, in) -> broadcast(in));
    }
    rules.put("Conv", WindowRules::conv);
    rules.put("MaxPool", WindowRules::pool);
    rules.put("AveragePool", WindowRules::pool);
    rules.put("GlobalAveragePool", (node, in) -> WindowRules.globalPool(in));
    rules.put("GlobalMaxPool", (node, in) -> WindowRules.globalPool(in));
    rules.put("ReduceMean", WindowRules::reduce);
    rules.put("Gemm", ShapeRules::gemm);
    rules.put("MatMul", (node, in) -> matMul(in));
    rules.put("Flatten", LayoutRules::flatten);
    rules.put("Reshape", LayoutRules::reshape);
    rules.put("Transpose", LayoutRules::transpose);
    rules.put("Squeeze", LayoutRules::squeeze);
    rules.put("Unsqueeze", LayoutRules::unsqueeze);
    rules.put("Pad", WindowRules::pad);
    rules.put("Shape", (node, in) -> KnownValue.ofIntegers(shape(in, 0)));
    rules.put("ConstantOfShape", (node, in) -> KnownValue.ofShape(integers(in, 0)));
    rules.put("Gather", LayoutRules::gather);
    rules.put("Slice", LayoutRules::slice);
    rules.put("Concat", LayoutRules::concat);
    return Map.copyOf(rules);
  }

  private static KnownValue broadcast(List<KnownValue> in) {
    int rank = in.stream().mapToInt(value -> value.shape().size()).max().orElse(0);
    List<Long> shape = new ArrayList<>(Collections.nCopies(rank, 1L));
    for (KnownValue value : in) {
      int skip = rank - value.shape().size();
      for (int i = skip; i < rank; i++) {
        shape.set(i, Math.max(shape.get(i), value.shape().get(i - skip)));
      }
    }
    return KnownValue.ofShape(shape);
  }

  private static KnownValue gemm(NodeProto node, List<KnownValue> in) {
    int row = GraphIndex.integer(node, "transA", 0) != 0 ? 1 : 0;
    int column = GraphIndex.integer(node, "transB", 0) != 0 ? 0 : 1;
    return KnownValue.ofShape(List.of(shape(in, 0).get(row), shape(in, 1).get(column)));
  }

  private static KnownValue matMul(List<KnownValue> in) {
    List<Long> shape = new ArrayList<>(shape(in, 0));
    List<Long> weight = shape(in, 1);
    shape.set(shape.size() - 1, weight.get(weight.size() - 1));
    return KnownValue.ofShape(shape);
  }

  static List<Long> shape(List<KnownValue> in, int number) {
    return in.get(number).shape();
  }

  static List<Long> integers(List<KnownValue> in, int number) {
    return in.get(number).integers().orElseThrow();
  }

  /** The axes, counted from the front. They are an attribute before opset 13 and an input since. */
  static List<Long> axes(NodeProto node, List<KnownValue> in, int rank) {
    List<Long> axes =
        in.size() > 1
            ? integers(in, 1)
            : GraphIndex.attribute(node, "axes").map(AttributeProto::getIntsList).orElse(List.of());
    return axes.stream().map(axis -> (long) Math.floorMod(axis, rank)).toList();
  }
}

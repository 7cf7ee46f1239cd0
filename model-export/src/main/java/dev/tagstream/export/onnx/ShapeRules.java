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

  /** Tells a node's output from its inputs, all of them known. */
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
    rules.put("Conv", ShapeRules::conv);
    rules.put("MaxPool", ShapeRules::pool);
    rules.put("AveragePool", ShapeRules::pool);
    rules.put("GlobalAveragePool", (node, in) -> globalPool(in));
    rules.put("GlobalMaxPool", (node, in) -> globalPool(in));
    rules.put("ReduceMean", ShapeRules::reduce);
    rules.put("Gemm", ShapeRules::gemm);
    rules.put("MatMul", (node, in) -> matMul(in));
    rules.put("Flatten", ShapeRules::flatten);
    rules.put("Reshape", ShapeRules::reshape);
    rules.put("Transpose", ShapeRules::transpose);
    rules.put("Squeeze", ShapeRules::squeeze);
    rules.put("Unsqueeze", ShapeRules::unsqueeze);
    rules.put("Pad", ShapeRules::pad);
    rules.put("Shape", (node, in) -> KnownValue.ofIntegers(shape(in, 0)));
    rules.put("ConstantOfShape", (node, in) -> KnownValue.ofShape(integers(in, 0)));
    rules.put("Gather", ShapeRules::gather);
    rules.put("Slice", ShapeRules::slice);
    rules.put("Concat", ShapeRules::concat);
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

  private static KnownValue conv(NodeProto node, List<KnownValue> in) {
    List<Long> weight = shape(in, 1);
    return window(node, shape(in, 0), weight.get(0), weight.subList(2, weight.size()));
  }

  private static KnownValue pool(NodeProto node, List<KnownValue> in) {
    List<Long> picture = shape(in, 0);
    return window(
        node, picture, picture.get(1), GraphIndex.integers(node, "kernel_shape", List.of()));
  }

  private static KnownValue window(
      NodeProto node, List<Long> picture, long channels, List<Long> kernel) {
    int axes = kernel.size();
    List<Long> ones = Collections.nCopies(axes, 1L);
    List<Long> pads = GraphIndex.integers(node, "pads", Collections.nCopies(2 * axes, 0L));
    List<Long> strides = GraphIndex.integers(node, "strides", ones);
    List<Long> dilations = GraphIndex.integers(node, "dilations", ones);
    boolean same =
        GraphIndex.attribute(node, "auto_pad")
            .map(attribute -> attribute.getS().toStringUtf8().startsWith("SAME"))
            .orElse(false);
    boolean roundUp = same || GraphIndex.integer(node, "ceil_mode", 0) != 0;
    List<Long> shape = new ArrayList<>(List.of(picture.get(0), channels));
    for (int i = 0; i < axes; i++) {
      long reach = same ? 0 : dilations.get(i) * (kernel.get(i) - 1);
      long padding = same ? 0 : pads.get(i) + pads.get(i + axes);
      long steps = picture.get(i + 2) + padding - reach - 1;
      long stride = strides.get(i);
      shape.add(
          1 + (roundUp && !same ? -Math.floorDiv(-steps, stride) : Math.floorDiv(steps, stride)));
    }
    return KnownValue.ofShape(shape);
  }

  private static KnownValue globalPool(List<KnownValue> in) {
    List<Long> shape = new ArrayList<>(shape(in, 0));
    Collections.fill(shape.subList(2, shape.size()), 1L);
    return KnownValue.ofShape(shape);
  }

  private static KnownValue reduce(NodeProto node, List<KnownValue> in) {
    List<Long> shape = new ArrayList<>(shape(in, 0));
    List<Long> axes = axes(node, in, shape.size());
    boolean keep = GraphIndex.integer(node, "keepdims", 1) != 0;
    List<Long> reduced = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      boolean gone = axes.isEmpty() || axes.contains((long) i);
      if (!gone || keep) {
        reduced.add(gone ? 1L : shape.get(i));
      }
    }
    return KnownValue.ofShape(reduced);
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

  private static KnownValue flatten(NodeProto node, List<KnownValue> in) {
    List<Long> shape = shape(in, 0);
    int axis = Math.floorMod(GraphIndex.integer(node, "axis", 1), shape.size());
    return KnownValue.ofShape(
        List.of(product(shape.subList(0, axis)), product(shape.subList(axis, shape.size()))));
  }

  /** A target of 0 keeps the dimension, one of -1 takes what remains. */
  private static KnownValue reshape(NodeProto node, List<KnownValue> in) {
    List<Long> old = shape(in, 0);
    List<Long> shape =
        new ArrayList<>(
            in.size() > 1 ? integers(in, 1) : GraphIndex.integers(node, "shape", List.of()));
    for (int i = 0; i < shape.size(); i++) {
      if (shape.get(i) == 0) {
        shape.set(i, old.get(i));
      }
    }
    int open = shape.indexOf(-1L);
    if (open >= 0) {
      shape.set(open, 1L);
      shape.set(open, product(old) / product(shape));
    }
    return KnownValue.ofShape(shape);
  }

  private static KnownValue transpose(NodeProto node, List<KnownValue> in) {
    List<Long> old = shape(in, 0);
    List<Long> reversed = new ArrayList<>();
    for (int i = old.size() - 1; i >= 0; i--) {
      reversed.add((long) i);
    }
    return KnownValue.ofShape(
        GraphIndex.integers(node, "perm", reversed).stream()
            .map(from -> old.get(from.intValue()))
            .toList());
  }

  private static KnownValue squeeze(NodeProto node, List<KnownValue> in) {
    List<Long> old = shape(in, 0);
    List<Long> axes = axes(node, in, old.size());
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < old.size(); i++) {
      boolean gone = axes.isEmpty() ? old.get(i) == 1 : axes.contains((long) i);
      if (!gone) {
        shape.add(old.get(i));
      }
    }
    return new KnownValue(shape, in.get(0).integers());
  }

  private static KnownValue unsqueeze(NodeProto node, List<KnownValue> in) {
    List<Long> shape = new ArrayList<>(shape(in, 0));
    int count =
        in.size() > 1
            ? integers(in, 1).size()
            : GraphIndex.integers(node, "axes", List.of()).size();
    axes(node, in, shape.size() + count).stream()
        .sorted()
        .forEach(axis -> shape.add(axis.intValue(), 1L));
    return new KnownValue(shape, in.get(0).integers());
  }

  private static KnownValue pad(NodeProto node, List<KnownValue> in) {
    List<Long> shape = new ArrayList<>(shape(in, 0));
    List<Long> pads =
        in.size() > 1 ? integers(in, 1) : GraphIndex.integers(node, "pads", List.of());
    int rank = shape.size();
    for (int i = 0; i < rank; i++) {
      shape.set(i, shape.get(i) + pads.get(i) + pads.get(i + rank));
    }
    return KnownValue.ofShape(shape);
  }

  private static KnownValue gather(NodeProto node, List<KnownValue> in) {
    List<Long> old = shape(in, 0);
    int axis = Math.floorMod(GraphIndex.integer(node, "axis", 0), old.size());
    List<Long> shape = new ArrayList<>(old.subList(0, axis));
    shape.addAll(shape(in, 1));
    shape.addAll(old.subList(axis + 1, old.size()));
    Optional<List<Long>> picked =
        in.get(0)
            .integers()
            .flatMap(
                data ->
                    in.get(1)
                        .integers()
                        .map(
                            indices ->
                                indices.stream()
                                    .map(i -> data.get(Math.floorMod(i, data.size())))
                                    .toList()));
    return new KnownValue(shape, picked);
  }

  /** Only of rows of integers, as exporters cut them out of shapes. */
  private static KnownValue slice(NodeProto node, List<KnownValue> in) {
    List<Long> data = integers(in, 0);
    long start =
        in.size() > 1
            ? integers(in, 1).get(0)
            : GraphIndex.integers(node, "starts", List.of()).get(0);
    long end =
        in.size() > 2
            ? integers(in, 2).get(0)
            : GraphIndex.integers(node, "ends", List.of()).get(0);
    int from = (int) Math.min(start < 0 ? start + data.size() : start, data.size());
    int to = (int) Math.min(end < 0 ? end + data.size() : end, data.size());
    return KnownValue.ofIntegers(data.subList(from, Math.max(from, to)));
  }

  private static KnownValue concat(NodeProto node, List<KnownValue> in) {
    List<Long> shape = new ArrayList<>(shape(in, 0));
    int axis = Math.floorMod(GraphIndex.integer(node, "axis", 0), shape.size());
    shape.set(axis, in.stream().mapToLong(value -> value.shape().get(axis)).sum());
    if (in.stream().allMatch(value -> value.integers().isPresent())) {
      List<Long> joined = new ArrayList<>();
      in.forEach(value -> joined.addAll(value.integers().orElseThrow()));
      return KnownValue.ofIntegers(joined);
    }
    return KnownValue.ofShape(shape);
  }

  /** An attribute before opset 13, an input since; counted from the front. */
  private static List<Long> axes(NodeProto node, List<KnownValue> in, int rank) {
    List<Long> axes =
        in.size() > 1
            ? integers(in, 1)
            : GraphIndex.attribute(node, "axes").map(AttributeProto::getIntsList).orElse(List.of());
    return axes.stream().map(axis -> (long) Math.floorMod(axis, rank)).toList();
  }

  private static List<Long> shape(List<KnownValue> in, int number) {
    return in.get(number).shape();
  }

  private static List<Long> integers(List<KnownValue> in, int number) {
    return in.get(number).integers().orElseThrow();
  }

  private static long product(List<Long> sizes) {
    return sizes.stream().reduce(1L, Math::multiplyExact);
  }
}

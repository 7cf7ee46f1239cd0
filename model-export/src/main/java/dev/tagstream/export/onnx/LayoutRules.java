package dev.tagstream.export.onnx;

import static dev.tagstream.export.onnx.ShapeRules.axes;
import static dev.tagstream.export.onnx.ShapeRules.integers;
import static dev.tagstream.export.onnx.ShapeRules.shape;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The output shapes of operators that move elements without computing with them. */
final class LayoutRules {

  private LayoutRules() {}

  static KnownValue flatten(NodeProto node, List<KnownValue> in) {
    List<Long> shape = shape(in, 0);
    int axis = Math.floorMod(GraphIndex.integer(node, "axis", 1), shape.size());
    return KnownValue.ofShape(
        List.of(product(shape.subList(0, axis)), product(shape.subList(axis, shape.size()))));
  }

  /** In the target, 0 keeps a dimension and -1 stands for the rest. */
  static KnownValue reshape(NodeProto node, List<KnownValue> in) {
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

  static KnownValue transpose(NodeProto node, List<KnownValue> in) {
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

  static KnownValue squeeze(NodeProto node, List<KnownValue> in) {
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

  static KnownValue unsqueeze(NodeProto node, List<KnownValue> in) {
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

  static KnownValue gather(NodeProto node, List<KnownValue> in) {
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

  /** Supports only rows of integers, which exporters cut out of shapes. */
  static KnownValue slice(NodeProto node, List<KnownValue> in) {
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

  static KnownValue concat(NodeProto node, List<KnownValue> in) {
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

  private static long product(List<Long> sizes) {
    return sizes.stream().reduce(1L, Math::multiplyExact);
  }
}

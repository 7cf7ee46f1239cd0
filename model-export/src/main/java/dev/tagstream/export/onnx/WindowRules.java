package dev.tagstream.export.onnx;

import static dev.tagstream.export.onnx.ShapeRules.axes;
import static dev.tagstream.export.onnx.ShapeRules.integers;
import static dev.tagstream.export.onnx.ShapeRules.shape;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The output shapes of operators that slide windows over images, average images or pad them. */
final class WindowRules {

  private WindowRules() {}

  static KnownValue conv(NodeProto node, List<KnownValue> in) {
    List<Long> weight = shape(in, 1);
    return window(node, shape(in, 0), weight.get(0), weight.subList(2, weight.size()));
  }

  static KnownValue pool(NodeProto node, List<KnownValue> in) {
    List<Long> image = shape(in, 0);
    return window(node, image, image.get(1), GraphIndex.integers(node, "kernel_shape", List.of()));
  }

  static KnownValue globalPool(List<KnownValue> in) {
    List<Long> shape = new ArrayList<>(shape(in, 0));
    Collections.fill(shape.subList(2, shape.size()), 1L);
    return KnownValue.ofShape(shape);
  }

  static KnownValue reduce(NodeProto node, List<KnownValue> in) {
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

  static KnownValue pad(NodeProto node, List<KnownValue> in) {
    List<Long> shape = new ArrayList<>(shape(in, 0));
    List<Long> pads =
        in.size() > 1 ? integers(in, 1) : GraphIndex.integers(node, "pads", List.of());
    int rank = shape.size();
    for (int i = 0; i < rank; i++) {
      shape.set(i, shape.get(i) + pads.get(i) + pads.get(i + rank));
    }
    return KnownValue.ofShape(shape);
  }

  private static KnownValue window(
      NodeProto node, List<Long> image, long channels, List<Long> kernel) {
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
    List<Long> shape = new ArrayList<>(List.of(image.get(0), channels));
    for (int i = 0; i < axes; i++) {
      long reach = same ? 0 : dilations.get(i) * (kernel.get(i) - 1);
      long padding = same ? 0 : pads.get(i) + pads.get(i + axes);
      long steps = image.get(i + 2) + padding - reach - 1;
      long stride = strides.get(i);
      shape.add(
          1 + (roundUp && !same ? -Math.floorDiv(-steps, stride) : Math.floorDiv(steps, stride)));
    }
    return KnownValue.ofShape(shape);
  }
}

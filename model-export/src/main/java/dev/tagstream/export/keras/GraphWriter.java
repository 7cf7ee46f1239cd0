package dev.tagstream.export.keras;

import dev.tagstream.export.keras.Features.Order;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds nodes with unique names to a graph, and transposes features. */
final class GraphWriter {

  // ONNX Runtime 1.29 fuses a padding of zeros into a max pool and then ignores the zeros
  private static final float SMALLEST_HALF = 0x1p-24f;

  private final GraphBuilder graph;
  private final Set<String> names = new HashSet<>();
  private final Map<String, Value> constants = new HashMap<>();

  GraphWriter(GraphBuilder graph) {
    this.graph = graph;
  }

  Value apply(String name, Operation operation, Value... inputs) {
    return graph.apply(unique(name), operation, inputs);
  }

  /** A constant, which is written once even if its layer is called several times. */
  Value constant(String name, Tensor tensor) {
    return constants.computeIfAbsent(name, key -> graph.constant(unique(key), tensor));
  }

  Value scalar(String name, double value) {
    return constant(name, new Tensor(Shape.of(), new float[] {(float) value}));
  }

  Value wholeNumbers(String name, long... values) {
    return graph.wholeNumbers(unique(name), values);
  }

  /** A whole number as a scalar. */
  Value wholeNumber(String name, long value) {
    return graph.wholeNumber(unique(name), value);
  }

  /** The same features with their padding written out as zeros. */
  Features padded(String name, Features x) {
    return padded(name, x, 0);
  }

  /** The same for a max pool, which must not ignore the zeros. */
  Features paddedForMaximum(String name, Features x) {
    return padded(name, x, SMALLEST_HALF);
  }

  private Features padded(String name, Features x, float zero) {
    Padding padding = x.padding();
    if (padding == null) {
      return x;
    }
    Value value =
        apply(
            name + ".pad",
            Operation.of("Pad"),
            x.value(),
            wholeNumbers(name + ".pads", padding.ofPlanes()),
            scalar(name + ".zero", zero));
    return new Features(value, x.shape(), x.order(), null, x.ending(), x.pixels(), null);
  }

  /** The features in the order of their shape. */
  Features asShaped(String name, Features features) {
    Features x = padded(name, features);
    if (x.order() == Order.AS_SHAPED) {
      return x;
    }
    Value value =
        apply(name + ".rows", Operation.of("Transpose").with("perm", 0, 2, 3, 1), x.value());
    return new Features(value, x.shape(), Order.AS_SHAPED, null, x.ending(), x.pixels(), null);
  }

  /** Features [height, width, channels] as [channels, height, width]. */
  Features channelsFirst(String name, Features x) {
    if (x.order() == Order.CHANNELS_FIRST) {
      return x;
    }
    Value value =
        apply(name + ".planes", Operation.of("Transpose").with("perm", 0, 3, 1, 2), x.value());
    return new Features(value, x.shape(), Order.CHANNELS_FIRST, null, x.ending(), x.pixels(), null);
  }

  private String unique(String name) {
    String found = name;
    for (int count = 2; !names.add(found); count++) {
      found = name + "_" + count;
    }
    return found;
  }

  /** The list with one item replaced. */
  static List<Integer> replaced(List<Integer> shape, int at, int size) {
    List<Integer> changed = new ArrayList<>(shape);
    changed.set(at, size);
    return changed;
  }
}

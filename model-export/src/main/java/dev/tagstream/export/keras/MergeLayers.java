package dev.tagstream.export.keras;

import dev.tagstream.export.keras.Features.Order;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import java.util.ArrayList;
import java.util.List;

/** Writes layers that merge several inputs. */
final class MergeLayers {

  private MergeLayers() {}

  /** Elementwise sums, products and the like; sizes of 1 are broadcast. */
  static Features merged(LayerCall call, String operator) {
    List<Features> inputs = aligned(call);
    Features sum = inputs.get(0);
    for (int i = 1; i < inputs.size(); i++) {
      Features next = inputs.get(i);
      List<Integer> shape = broadcast(call.configuration(), sum.shape(), next.shape());
      Operation operation = Operation.of(operator);
      boolean last = i == inputs.size() - 1;
      Value value =
          last
              ? call.apply(operation, sum.value(), next.value())
              : call.part("partial", operation, sum.value(), next.value());
      sum = call.features(value, shape, sum.order());
    }
    return sum;
  }

  static Features average(LayerCall call) {
    Features sum = merged(call, "Add");
    Value count = call.scalar("count", call.inputs().size());
    return sum.with(call.part("mean", Operation.of("Div"), sum.value(), count));
  }

  static Features concatenated(LayerCall call) {
    List<Features> inputs = aligned(call);
    Features first = inputs.get(0);
    int axis = call.configuration().integer("axis", -1);
    int dimension = axis < 0 ? first.rank() + 1 + axis : axis;
    if (dimension < 1 || dimension > first.rank()) {
      throw call.configuration().wrong("axis", "one of the inputs'");
    }
    int size = 0;
    for (Features input : inputs) {
      requireSameSides(call.configuration(), first.shape(), input.shape(), dimension - 1);
      int own = input.shape().get(dimension - 1);
      size = own == Features.OPEN || size == Features.OPEN ? Features.OPEN : size + own;
    }
    Value[] values = inputs.stream().map(Features::value).toArray(Value[]::new);
    int physical = ActivationLayers.physical(first, dimension);
    Value value = call.apply(Operation.of("Concat").with("axis", physical), values);
    List<Integer> shape = GraphWriter.replaced(first.shape(), dimension - 1, size);
    return call.features(value, shape, first.order());
  }

  /** The inputs in one order, with their padding written out. */
  private static List<Features> aligned(LayerCall call) {
    if (call.inputs().size() < 2) {
      throw call.configuration().problem("takes several inputs but has " + call.inputs().size());
    }
    int rank = call.inputs().get(0).rank();
    boolean planes =
        call.inputs().stream().allMatch(input -> input.order() == Order.CHANNELS_FIRST);
    List<Features> aligned = new ArrayList<>();
    for (Features input : call.inputs()) {
      if (input.rank() != rank) {
        throw call.configuration()
            .problem(
                "merges features %s and %s, which is not supported"
                    .formatted(call.inputs().get(0).shape(), input.shape()));
      }
      aligned.add(
          planes
              ? call.graph().padded(call.name(), input)
              : call.graph().asShaped(call.name(), input));
    }
    return aligned;
  }

  private static List<Integer> broadcast(
      Configuration configuration, List<Integer> a, List<Integer> b) {
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      int left = a.get(i);
      int right = b.get(i);
      boolean fits = left == right || left == 1 || right == 1;
      boolean open = left == Features.OPEN || right == Features.OPEN;
      if (!fits && !open) {
        throw configuration.problem(
            "merges features %s and %s, which do not match".formatted(a, b));
      }
      shape.add(left == 1 ? right : left);
    }
    return shape;
  }

  private static void requireSameSides(
      Configuration configuration, List<Integer> a, List<Integer> b, int except) {
    for (int i = 0; i < a.size(); i++) {
      boolean open = a.get(i) == Features.OPEN || b.get(i) == Features.OPEN;
      if (i != except && !open && !a.get(i).equals(b.get(i))) {
        throw configuration.problem("joins features %s and %s, which do not match".formatted(a, b));
      }
    }
  }
}

package dev.tagstream.export.keras;

import dev.tagstream.export.keras.Features.Order;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import dev.tagstream.export.tensor.Tensor;
import java.util.List;

/**
 * One call of a layer, with everything that is needed to write it.
 *
 * @param configuration of the layer
 * @param call in the file
 * @param inputs the features of those operands that are outputs of layers, in order
 * @param weights of the layer
 * @param graph to write to
 * @param name of the layer in the graph
 * @param version of Keras, its first number; 0 if the file does not say
 */
record LayerCall(
    Configuration configuration,
    Call call,
    List<Features> inputs,
    LayerWeights weights,
    GraphWriter graph,
    String name,
    int version) {

  LayerCall {
    inputs = List.copyOf(inputs);
  }

  /** The only input of the layer. */
  Features input() {
    if (inputs.size() != 1) {
      throw configuration.problem("takes one input but has " + inputs.size());
    }
    return inputs.get(0);
  }

  /** Adds the node of the layer. */
  Value apply(Operation operation, Value... values) {
    return graph.apply(name, operation, values);
  }

  /** Adds the node of a part of the layer. */
  Value part(String part, Operation operation, Value... values) {
    return graph.apply(name + "." + part, operation, values);
  }

  Value constant(String part, Tensor tensor) {
    return graph.constant(name + "." + part, tensor);
  }

  Value scalar(String part, double value) {
    return graph.scalar(name + "." + part, value);
  }

  /** The input of a layer that works on planes, with channels first and pending padding. */
  Planes planes() {
    Features x = input();
    if (x.rank() != Features.PLANES_RANK) {
      throw configuration.problem("takes [height, width, channels] but was given " + x.shape());
    }
    boolean channelsFirst = configuration.isChannelsFirst();
    Features ordered = channelsFirst ? graph.asShaped(name, x) : graph.channelsFirst(name, x);
    List<Integer> shape = ordered.shape();
    return channelsFirst
        ? new Planes(ordered, shape.get(0), shape.get(1), shape.get(2), Order.AS_SHAPED)
        : new Planes(ordered, shape.get(2), shape.get(0), shape.get(1), Order.CHANNELS_FIRST);
  }

  /** Features with this layer as their last computation. */
  Features features(Value value, List<Integer> shape, Order order) {
    return Features.of(value, shape, order, Ending.other(configuration.name()));
  }

  /** The call of a part of the layer that has its own settings. */
  LayerCall with(Configuration other, Features input) {
    return new LayerCall(
        other, call, List.of(input), weights, graph, name + ".activation", version);
  }
}

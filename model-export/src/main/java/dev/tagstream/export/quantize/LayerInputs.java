package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tagstream.export.quantize.rounding.Kernel;
import java.util.List;

/**
 * Maps each weight of a layer to the input channel that it multiplies.
 *
 * @param count the channels of the layer's input
 * @param outputs the rows of the weights that belong to one group
 * @param perOutput the input channels of one group
 * @param window the number of weights for one pair of output and input channel
 * @param outputsFirst whether the weights have one row for each output
 */
record LayerInputs(int count, int outputs, int perOutput, int window, boolean outputsFirst) {

  /** The inputs of a convolution or a Gemm with constant weights. */
  static LayerInputs of(Wiring wiring, NodeProto layer) {
    TensorProto weights = ChannelGroups.weights(wiring, layer);
    int rows = (int) weights.getDims(0);
    int columns = (int) weights.getDims(1);
    if (layer.getOpType().equals("Gemm")) {
      boolean outputsFirst = attribute(layer, "transB", 0) != 0;
      int count = outputsFirst ? columns : rows;
      return new LayerInputs(count, outputsFirst ? rows : columns, count, 1, outputsFirst);
    }
    int groups = attribute(layer, "group", 1);
    int window = (int) (weights.getDims(2) * weights.getDims(3));
    return new LayerInputs(columns * groups, rows / groups, columns, window, true);
  }

  /** The kernel of a convolution with constant weights. */
  static Kernel kernel(Wiring wiring, NodeProto convolution) {
    TensorProto weights = wiring.constant(convolution.getInput(1));
    LayerInputs layer = of(wiring, convolution);
    List<Long> steps =
        convolution.getAttributeList().stream()
            .filter(attribute -> attribute.getName().equals("dilations"))
            .findFirst()
            .map(AttributeProto::getIntsList)
            .orElse(List.of(1L, 1L));
    return new Kernel(
        layer.count() / layer.perOutput(),
        layer.perOutput(),
        (int) weights.getDims(2),
        (int) weights.getDims(3),
        Math.toIntExact(steps.get(0)),
        Math.toIntExact(steps.get(1)));
  }

  /** The input channel of the weight at {@code index}. */
  int of(int index) {
    if (!outputsFirst) {
      return index / outputs;
    }
    int output = index / (perOutput * window);
    return output / outputs * perOutput + index / window % perOutput;
  }

  private static int attribute(NodeProto node, String name, int usual) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .mapToInt(attribute -> (int) attribute.getI())
        .findFirst()
        .orElse(usual);
  }
}

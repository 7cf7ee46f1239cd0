package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;

/**
 * The patch of an activation that a convolution multiplies with the weights of one output channel.
 *
 * @param groups the channels fall into
 * @param inputs the channels of one group
 * @param height of the patch, in taken values
 * @param width of the patch, in taken values
 * @param rowStep from one taken value to the one below, 1 unless the convolution is dilated
 * @param columnStep from one taken value to the one beside
 */
record Kernel(int groups, int inputs, int height, int width, int rowStep, int columnStep) {

  /** The kernel of a convolution with constant weights. */
  static Kernel of(Wiring wiring, NodeProto convolution) {
    TensorProto weights = wiring.constant(convolution.getInput(1));
    LayerInputs layer = LayerInputs.of(wiring, convolution);
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

  /** The values of a patch in one group: the weights of one output channel. */
  int size() {
    return inputs * height * width;
  }

  /** How many rows of the activation a patch spans. */
  int rows() {
    return (height - 1) * rowStep + 1;
  }

  /** How many columns of the activation a patch spans. */
  int columns() {
    return (width - 1) * columnStep + 1;
  }
}

package dev.tagstream.export.onnx;

import static dev.tagstream.export.onnx.GraphValues.side;
import static dev.tagstream.export.onnx.GraphValues.size;
import static dev.tagstream.export.onnx.GraphValues.value;
import static dev.tagstream.export.onnx.NodeAttributes.integer;
import static dev.tagstream.export.onnx.NodeAttributes.integers;
import static dev.tagstream.export.onnx.NodeAttributes.number;
import static dev.tagstream.export.onnx.NodeAttributes.pads;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Builds an ONNX graph node by node, in the order of the data flow. Each method adds one node
 * called {@code name}, whose output has the same name, and returns this output. Computed values are
 * float32, images NCHW; the batch is dynamic.
 */
public final class GraphBuilder {

  /** The output of a node. */
  public record Value(String name) {}

  /**
   * A window that slides over an image.
   *
   * @param size of each side, in pixels
   * @param stride in pixels
   * @param padding on every side, in pixels
   */
  public record Window(int size, int stride, int padding) {}

  /**
   * A batch norm at inference: {@code (x - mean) / sqrt(variance + epsilon) * gamma + beta}.
   *
   * @param gamma [channels]
   * @param beta [channels]
   * @param mean [channels]
   * @param variance [channels], none negative
   * @param epsilon keeps the square root above zero
   */
  public record BatchNorm(
      Tensor gamma, Tensor beta, Tensor mean, Tensor variance, double epsilon) {}

  /** Opset 17 and its IR version 8 are of 2022; all current runtimes support them. */
  private static final int OPSET = 17;

  private static final int IR_VERSION = 8;
  private static final float SMALLEST_HALF = 0x1p-24f;
  private static final String PRODUCER = "tagstream";
  private static final int COLORS = 3;

  private final GraphProto.Builder graph;

  public GraphBuilder(String name) {
    this.graph = GraphProto.newBuilder().setName(name);
  }

  /** The graph's input: a batch of images in the input's type and layout. */
  public Value input(InputSpec input) {
    DataType type = input.type() == PixelType.UINT8 ? DataType.UINT8 : DataType.FLOAT;
    Dimension height = side("height", input.height());
    Dimension width = side("width", input.width());
    Dimension colors = size(COLORS);
    graph.addInput(
        input.layout() == PixelLayout.NCHW
            ? value(input.name(), type, colors, height, width)
            : value(input.name(), type, height, width, colors));
    return new Value(input.name());
  }

  /** Applies any operator to values. */
  public Value apply(String name, Operation operation, Value... inputs) {
    return add(node(operation.operator(), name, inputs).addAllAttribute(operation.attributes()));
  }

  /** A tensor as a constant called {@code name}. */
  public Value constant(String name, Tensor tensor) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.FLOAT_VALUE)
            .addAllDims(tensor.shape().sizes())
            .setRawData(littleEndian(tensor.values())));
    return new Value(name);
  }

  /** Whole numbers as a constant, for operators that take shapes, axes or padding. */
  public Value wholeNumbers(String name, long... values) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length)
            .addAllInt64Data(Arrays.stream(values).boxed().toList()));
    return new Value(name);
  }

  /** A whole number as a scalar constant. */
  public Value wholeNumber(String name, long value) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addInt64Data(value));
    return new Value(name);
  }

  /** The same numbers as float32. */
  public Value toFloat(String name, Value x) {
    return add(node("Cast", name, x).addAttribute(integer("to", DataType.FLOAT_VALUE)));
  }

  /** From [batch, height, width, channels] to [batch, channels, height, width]. */
  public Value channelsFirst(String name, Value x) {
    return add(node("Transpose", name, x).addAttribute(integers("perm", 0, 3, 1, 2)));
  }

  /** {@code x - constant}; the constant is broadcast. */
  public Value subtract(String name, Value x, Tensor constant) {
    return add(node("Sub", name, x, constant(name + ".constant", constant)));
  }

  /** {@code x / constant}; the constant is broadcast. */
  public Value divide(String name, Value x, Tensor constant) {
    return add(node("Div", name, x, constant(name + ".constant", constant)));
  }

  /** A convolution with a bias; weight [out, in / groups, size, size], bias [out]. */
  public Value conv(String name, Value x, Tensor weight, Tensor bias, Window window, int groups) {
    return add(
        node("Conv", name, x, constant(name + ".weight", weight), constant(name + ".bias", bias))
            .addAttribute(integers("kernel_shape", window.size(), window.size()))
            .addAttribute(integers("strides", window.stride(), window.stride()))
            .addAttribute(pads(window))
            .addAttribute(integer("group", groups)));
  }

  public Value relu(String name, Value x) {
    return add(node("Relu", name, x));
  }

  /** An elementwise function without parameters, by its name in ONNX. */
  public Value function(String operator, String name, Value x) {
    return add(node(operator, name, x));
  }

  public Value multiply(String name, Value a, Value b) {
    return add(node("Mul", name, a, b));
  }

  public Value maxPool(String name, Value x, Window window) {
    return add(
        node("MaxPool", name, x)
            .addAttribute(integers("kernel_shape", window.size(), window.size()))
            .addAttribute(integers("strides", window.stride(), window.stride()))
            .addAttribute(pads(window)));
  }

  /**
   * A max pool whose padding counts as zeros; {@link #maxPool} ignores padding.
   *
   * <p>The padding is the smallest positive number of float16. ONNX Runtime 1.29 fuses a padding of
   * zeros into the pool and then ignores the zeros.
   */
  public Value zeroPaddedMaxPool(String name, Value x, Window window) {
    int padding = window.padding();
    Value pads = wholeNumbers(name + ".pads", 0, 0, padding, padding, 0, 0, padding, padding);
    Value zero = constant(name + ".zero", new Tensor(Shape.of(), new float[] {SMALLEST_HALF}));
    Value padded = add(node("Pad", name + ".pad", x, pads, zero));
    return maxPool(name, padded, new Window(window.size(), window.stride(), 0));
  }

  public Value batchNorm(String name, Value x, BatchNorm norm) {
    return add(
        node(
                "BatchNormalization",
                name,
                x,
                constant(name + ".gamma", norm.gamma()),
                constant(name + ".beta", norm.beta()),
                constant(name + ".mean", norm.mean()),
                constant(name + ".variance", norm.variance()))
            .addAttribute(number("epsilon", norm.epsilon())));
  }

  public Value add(String name, Value a, Value b) {
    return add(node("Add", name, a, b));
  }

  /** The mean of each channel: [batch, channels, 1, 1]. */
  public Value globalAveragePool(String name, Value x) {
    return add(node("GlobalAveragePool", name, x));
  }

  /** Flattens all dimensions but the batch: [n, c, h, w] becomes [n, c * h * w]. */
  public Value flatten(String name, Value x) {
    return add(node("Flatten", name, x).addAttribute(integer("axis", 1)));
  }

  /** A fully connected layer; weight [out, in], bias [out]. */
  public Value linear(String name, Value x, Tensor weight, Tensor bias) {
    return add(
        node("Gemm", name, x, constant(name + ".weight", weight), constant(name + ".bias", bias))
            .addAttribute(integer("transB", 1)));
  }

  /** Softmax over the last dimension. */
  public Value softmax(String name, Value x) {
    return add(node("Softmax", name, x).addAttribute(integer("axis", -1)));
  }

  /** A sigmoid of each number. */
  public Value sigmoid(String name, Value x) {
    return add(node("Sigmoid", name, x));
  }

  /** Declares a value an output of the graph with its own name: float32 [batch, size]. */
  public void output(String name, Value x, int size) {
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      for (int i = 0; i < node.getInputCount(); i++) {
        if (node.getInput(i).equals(x.name())) {
          node.setInput(i, name);
        }
      }
      if (node.getOutput(0).equals(x.name())) {
        node.setOutput(0, name);
      }
    }
    graph.addOutput(value(name, DataType.FLOAT, size(size)));
  }

  /** The graph, without nodes and constants that no output depends on. */
  public ModelProto build() {
    UnusedNodes.removeFrom(graph);
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName(PRODUCER)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  private Value add(NodeProto.Builder node) {
    graph.addNode(node);
    return new Value(node.getOutput(0));
  }

  private static NodeProto.Builder node(String operator, String name, Value... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(name)
        .addAllInput(Arrays.stream(inputs).map(Value::name).toList())
        .addOutput(name);
  }

  /** The format defines raw data as little-endian. The array is not copied again. */
  private static ByteString littleEndian(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return UnsafeByteOperations.unsafeWrap(bytes);
  }
}

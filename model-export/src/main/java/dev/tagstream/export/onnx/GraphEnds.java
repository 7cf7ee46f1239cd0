package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.Set;

/**
 * Adds nodes before a graph's input and after its outputs without changing the rest. The new input
 * and outputs have new names.
 */
final class GraphEnds {

  private final ModelProto.Builder model;
  private final GraphProto.Builder graph;
  private final Set<String> names = new HashSet<>();

  GraphEnds(ModelProto model) {
    this.model = model.toBuilder();
    this.graph = this.model.getGraphBuilder();
    graph.getInputList().forEach(value -> names.add(value.getName()));
    graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
    graph.getNodeList().forEach(node -> names.addAll(node.getOutputList()));
  }

  ModelProto build() {
    return model.build();
  }

  /** Makes an input float32, of the same shape, and converts it. */
  GraphEnds takeFloat(String input) {
    for (ValueInfoProto.Builder value : graph.getInputBuilderList()) {
      if (value.getName().equals(input)) {
        int type = value.getType().getTensorType().getElemType();
        String name = fresh(input + "_float32");
        value.setName(name);
        value.getTypeBuilder().getTensorTypeBuilder().setElemType(DataType.FLOAT_VALUE);
        graph.addNode(0, cast(name, input, type));
      }
    }
    return this;
  }

  /** Declares an inner value the last output, as float32 unless the graph declares another type. */
  GraphEnds show(String value) {
    ValueInfoProto declared =
        graph.getValueInfoList().stream()
            .filter(info -> info.getName().equals(value))
            .findFirst()
            .orElseGet(
                () ->
                    ValueInfoProto.newBuilder()
                        .setName(value)
                        .setType(
                            TypeProto.newBuilder()
                                .setTensorType(
                                    TypeProto.Tensor.newBuilder()
                                        .setElemType(DataType.FLOAT_VALUE)))
                        .build());
    graph.addOutput(declared);
    return this;
  }

  /** Converts an output to float32; returns its new name. */
  String giveFloat(String output) {
    String name = fresh(output + "_float32");
    graph.addNode(cast(output, name, DataType.FLOAT_VALUE));
    rename(output, name).getTypeBuilder().getTensorTypeBuilder().setElemType(DataType.FLOAT_VALUE);
    return name;
  }

  /** Applies an operator to an output, over the classes (dimension 1); returns its new name. */
  String apply(String operator, String output, String suffix) {
    String name = fresh(output + suffix);
    NodeProto.Builder node = node(operator, output, name);
    if (operator.equals("Softmax")) {
      node.addAttribute(integer("axis", 1));
    }
    graph.addNode(node);
    rename(output, name);
    return name;
  }

  /** Reshapes an output to [rows, columns]; one of them may be -1 for the rest. */
  String reshape(String output, long rows, long columns) {
    String name = fresh(output + "_rows");
    String shape = fresh(output + "_shape");
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(shape)
            .setDataType(DataType.INT64_VALUE)
            .addDims(2)
            .addInt64Data(rows)
            .addInt64Data(columns));
    graph.addNode(node("Reshape", output, name).addInput(shape));
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    dimensions.addDimBuilder().setDimParam("batch");
    TensorShapeProto.Dimension.Builder column = dimensions.addDimBuilder();
    if (columns > 0) {
      column.setDimValue(columns);
    } else {
      column.setDimParam("classes");
    }
    rename(output, name).getTypeBuilder().getTensorTypeBuilder().setShape(dimensions);
    return name;
  }

  private ValueInfoProto.Builder rename(String output, String name) {
    for (ValueInfoProto.Builder value : graph.getOutputBuilderList()) {
      if (value.getName().equals(output)) {
        return value.setName(name);
      }
    }
    throw new IllegalArgumentException("the graph has no output " + output);
  }

  private String fresh(String name) {
    String free = name;
    for (int i = 2; !names.add(free); i++) {
      free = name + i;
    }
    return free;
  }

  private static NodeProto.Builder cast(String from, String to, int type) {
    return node("Cast", from, to).addAttribute(integer("to", type));
  }

  private static NodeProto.Builder node(String operator, String from, String to) {
    return NodeProto.newBuilder().setOpType(operator).setName(to).addInput(from).addOutput(to);
  }

  private static AttributeProto.Builder integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value);
  }
}

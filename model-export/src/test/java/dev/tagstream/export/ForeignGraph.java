package dev.tagstream.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A graph as other tools write it: convolution, mean, fully connected layer, whatever follows. */
final class ForeignGraph {

  /** A dimension of any size. */
  static final long ANY = 0;

  static final int FILTERS = 4;
  static final int CLASSES = 5;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("foreign");
  private String last = "";

  /** Adds an input. */
  ForeignGraph input(String name, DataType type, long... sizes) {
    graph.addInput(value(name, type, sizes));
    last = name;
    return this;
  }

  /** Adds a node that takes the last value and others, and gives {@code name}. */
  ForeignGraph node(String operator, String name, String... others) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setName(name);
    node.addInput(last);
    for (String other : others) {
      node.addInput(other);
    }
    graph.addNode(node.addOutput(name));
    last = name;
    return this;
  }

  /** Goes on from another value than the last. */
  ForeignGraph after(String value) {
    last = value;
    return this;
  }

  /** An attribute of the last node. */
  ForeignGraph with(String attribute, long... values) {
    AttributeProto.Builder builder =
        AttributeProto.newBuilder().setName(attribute).setType(AttributeType.INTS);
    for (long value : values) {
      builder.addInts(value);
    }
    graph.getNodeBuilder(graph.getNodeCount() - 1).addAttribute(builder);
    return this;
  }

  /** Gives the last node the axis it works along. */
  ForeignGraph along(long axis) {
    graph
        .getNodeBuilder(graph.getNodeCount() - 1)
        .addAttribute(
            AttributeProto.newBuilder().setName("axis").setType(AttributeType.INT).setI(axis));
    return this;
  }

  /** Makes float32 numbers of the last value. */
  ForeignGraph castToFloat(String name) {
    return cast(name, DataType.FLOAT);
  }

  /** Makes numbers of a type of the last value. */
  ForeignGraph cast(String name, DataType type) {
    node("Cast", name);
    graph
        .getNodeBuilder(graph.getNodeCount() - 1)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("to")
                .setType(AttributeType.INT)
                .setI(type.getNumber()));
    return this;
  }

  /** A weight of zeros. */
  ForeignGraph weight(String name, long... sizes) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(DataType.FLOAT.getNumber());
    long elements = 1;
    for (long size : sizes) {
      tensor.addDims(size);
      elements *= size;
    }
    graph.addInitializer(tensor.setRawData(ByteString.copyFrom(new byte[(int) elements * 4])));
    return this;
  }

  /** A row of integers. */
  ForeignGraph integers(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.INT64.getNumber())
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  /** Another output of the last node. */
  ForeignGraph alsoGives(String name) {
    graph.getNodeBuilder(graph.getNodeCount() - 1).addOutput(name);
    return this;
  }

  /** The set of operators that the last node is of. */
  ForeignGraph in(String domain) {
    graph.getNodeBuilder(graph.getNodeCount() - 1).setDomain(domain);
    return this;
  }

  /** The weight of a name lies in another file now. */
  ForeignGraph inAnotherFile(String weight, String location, long offset, long length) {
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      if (tensor.getName().equals(weight)) {
        tensor
            .clearRawData()
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", location))
            .addExternalData(entry("offset", Long.toString(offset)))
            .addExternalData(entry("length", Long.toString(length)));
      }
    }
    return this;
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  /** Makes a value an output that is a sequence of maps, as scikit-learn's exporter writes it. */
  ForeignGraph outputOfMaps(String name) {
    TypeProto map =
        TypeProto.newBuilder()
            .setMapType(
                TypeProto.Map.newBuilder()
                    .setKeyType(DataType.STRING.getNumber())
                    .setValueType(
                        TypeProto.newBuilder()
                            .setTensorType(
                                TypeProto.Tensor.newBuilder()
                                    .setElemType(DataType.FLOAT.getNumber()))))
            .build();
    graph.addOutput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setSequenceType(TypeProto.Sequence.newBuilder().setElemType(map))));
    return this;
  }

  /** Makes a float32 value an output. */
  ForeignGraph output(String name, long... sizes) {
    return output(name, DataType.FLOAT, sizes);
  }

  /** Makes a value an output. */
  ForeignGraph output(String name, DataType type, long... sizes) {
    graph.addOutput(value(name, type, sizes));
    return this;
  }

  /** Convolution and mean of an NCHW value: [batch, FILTERS]. */
  ForeignGraph features() {
    return weight("filters", FILTERS, 3, 3, 3)
        .node("Conv", "conv", "filters")
        .node("ReduceMean", "mean")
        .with("axes", 2, 3)
        .node("Flatten", "features");
  }

  /** Fully connected layer: [batch, CLASSES]. */
  ForeignGraph scores() {
    return dense("scores");
  }

  /** Fully connected layer of a name: [batch, CLASSES]. */
  ForeignGraph dense(String name) {
    return weight("dense", FILTERS, CLASSES)
        .weight("bias", CLASSES)
        .node("MatMul", "matmul", "dense")
        .node("Add", name, "bias");
  }

  /** The last node takes this value and no other. */
  ForeignGraph takingOnly(String value) {
    graph.getNodeBuilder(graph.getNodeCount() - 1).clearInput().addInput(value);
    return this;
  }

  /** Gives the last value, a row of numbers, after so many trips of a loop. */
  ForeignGraph loop(String name, long trips) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("trips")
            .setDataType(DataType.INT64.getNumber())
            .addInt64Data(trips));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("true")
            .setDataType(DataType.BOOL.getNumber())
            .addInt32Data(1));
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(scalar("trip", DataType.INT64))
            .addInput(scalar("go", DataType.BOOL))
            .addInput(value("numbers", DataType.FLOAT, ANY, FILTERS))
            .addNode(NodeProto.newBuilder().setOpType("Identity").addInput("go").addOutput("on"))
            .addNode(NodeProto.newBuilder().setOpType("Abs").addInput("numbers").addOutput("next"))
            .addOutput(scalar("on", DataType.BOOL))
            .addOutput(value("next", DataType.FLOAT, ANY, FILTERS));
    String numbers = last;
    node("Loop", name);
    graph
        .getNodeBuilder(graph.getNodeCount() - 1)
        .clearInput()
        .addInput("trips")
        .addInput("true")
        .addInput(numbers)
        .addAttribute(
            AttributeProto.newBuilder().setName("body").setType(AttributeType.GRAPH).setG(body));
    return this;
  }

  private static ValueInfoProto scalar(String name, DataType type) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(TensorShapeProto.getDefaultInstance())))
        .build();
  }

  Path write(Path file) throws IOException {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(7)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(11))
            .addMetadataProps(
                StringStringEntryProto.newBuilder().setKey("author").setValue("somebody"))
            .setGraph(graph)
            .build();
    return Files.write(file, model.toByteArray());
  }

  private static ValueInfoProto value(String name, DataType type, long... sizes) {
    TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
    if (sizes.length > 0) {
      TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
      for (long size : sizes) {
        TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
        if (size == ANY) {
          dimension.setDimParam("any");
        } else {
          dimension.setDimValue(size);
        }
      }
      tensor.setShape(shape);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}

package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import dev.tagstream.export.onnx.GraphBuilder.Window;
import java.util.Arrays;

/** The attributes of nodes, as protobuf messages. */
final class NodeAttributes {

  private NodeAttributes() {}

  static AttributeProto integer(String name, int value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  static AttributeProto number(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  static AttributeProto integers(String name, long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(Arrays.stream(values).boxed().toList())
        .build();
  }

  static AttributeProto pads(Window window) {
    return integers("pads", window.padding(), window.padding(), window.padding(), window.padding());
  }
}

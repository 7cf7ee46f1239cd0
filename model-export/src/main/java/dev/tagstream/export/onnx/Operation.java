package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An ONNX operator with its attributes, as a node applies it. Immutable. */
public final class Operation {

  private final String operator;
  private final List<AttributeProto> attributes;

  private Operation(String operator, List<AttributeProto> attributes) {
    this.operator = operator;
    this.attributes = attributes;
  }

  /** An operator without attributes, such as {@code Sigmoid}. */
  public static Operation of(String operator) {
    return new Operation(operator, List.of());
  }

  public Operation with(String name, long value) {
    return with(attribute(name, AttributeType.INT).setI(value));
  }

  public Operation with(String name, double value) {
    return with(attribute(name, AttributeType.FLOAT).setF((float) value));
  }

  public Operation with(String name, String value) {
    return with(attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)));
  }

  public Operation with(String name, int... values) {
    return with(
        attribute(name, AttributeType.INTS)
            .addAllInts(Arrays.stream(values).asLongStream().boxed().toList()));
  }

  String operator() {
    return operator;
  }

  List<AttributeProto> attributes() {
    return attributes;
  }

  private Operation with(AttributeProto.Builder attribute) {
    List<AttributeProto> all = new ArrayList<>(attributes);
    all.add(attribute.build());
    return new Operation(operator, List.copyOf(all));
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}

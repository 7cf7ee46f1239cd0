package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Set;

/**
 * The facts in an ONNX graph.
 *
 * @param irVersion of the file
 * @param opset of the standard operators
 * @param inputs such as {@code input float [?, 3, 224, 224]}
 * @param outputs likewise
 * @param weights the number of floating constants in the graph
 * @param stages the network's table
 * @param stoppedAt the first node whose output shape could not be inferred, such as {@code node_7
 *     (Resize)}; empty if all were
 */
public record OnnxSummary(
    long irVersion,
    long opset,
    List<String> inputs,
    List<String> outputs,
    long weights,
    List<Stage> stages,
    String stoppedAt) {

  private static final Set<Integer> FLOATING =
      Set.of(
          DataType.FLOAT_VALUE,
          DataType.FLOAT16_VALUE,
          DataType.BFLOAT16_VALUE,
          DataType.DOUBLE_VALUE);

  /**
   * Summarizes a model.
   *
   * @param openSide the size assumed for a dynamic height or width, in pixels
   */
  public static OnnxSummary of(ModelProto model, int openSide) {
    GraphIndex graph = new GraphIndex(model.getGraph());
    ShapeInference shapes = ShapeInference.of(graph, openSide);
    return new OnnxSummary(
        model.getIrVersion(),
        model.getOpsetImportList().stream()
            .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
            .mapToLong(OperatorSetIdProto::getVersion)
            .max()
            .orElse(0),
        graph.inputs().stream().map(OnnxSummary::shown).toList(),
        graph.outputs().stream().map(OnnxSummary::shown).toList(),
        graph.constants().values().stream()
            .filter(tensor -> FLOATING.contains(tensor.getDataType()))
            .mapToLong(OnnxSummary::elements)
            .sum(),
        Stage.of(graph, shapes),
        shapes
            .stoppedAt()
            .map(node -> "%s (%s)".formatted(node.getOutput(0), node.getOpType()))
            .orElse(""));
  }

  private static long elements(TensorProto tensor) {
    return tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
  }

  private static String shown(ValueInfoProto value) {
    return "%s %s %s".formatted(value.getName(), Dimensions.typeName(value), Dimensions.of(value));
  }
}

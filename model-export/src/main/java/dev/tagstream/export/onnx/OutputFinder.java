package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.contract.StatedContract.StatedOutput;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the output of a graph that has one score for each class. */
final class OutputFinder {

  /** Nodes that give the same numbers in another shape or type. */
  private static final Set<String> RESHAPING =
      Set.of(
          "Identity",
          "Reshape",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Cast",
          "DequantizeLinear",
          "QuantizeLinear");

  /** What the scores are that such a last node gives; of any other they are taken for logits. */
  private static final Map<String, Kind> KINDS =
      Map.of("Softmax", Kind.PROBABILITIES, "Sigmoid", Kind.SIGMOID);

  /** Nodes that have as many scores as they take, when they come after the last layer. */
  private static final Set<String> WIDTH_KEEPING =
      Set.of(
          "Softmax",
          "LogSoftmax",
          "Sigmoid",
          "Add",
          "Identity",
          "Reshape",
          "Flatten",
          "Squeeze",
          "Cast",
          "DequantizeLinear",
          "QuantizeLinear",
          "GlobalAveragePool",
          "Relu");

  /** The number of classes does not depend on the size of the pictures. */
  private static final int ANY_SIDE = 224;

  private final Path file;
  private final GraphIndex graph;

  OutputFinder(Path file, GraphIndex graph) {
    this.file = file;
    this.graph = graph;
  }

  OutputSpec find(StatedContract stated, @Nullable String chosen, int labels) {
    StatedOutput wishes = stated.output();
    ValueInfoProto output = output(chosen != null ? chosen : wishes.name(), wishes, labels);
    if (output.getType().getTensorType().getElemType() != DataType.FLOAT_VALUE) {
      throw problem(output, "must be float32 but is " + Dimensions.typeName(output));
    }
    if (!isRowOfScores(output)) {
      throw problem(output, "must be [batch, classes] but is " + Dimensions.of(output));
    }
    int classes = classes(output, wishes, labels);
    Kind kind = wishes.kind() != null ? wishes.kind() : kind(output.getName());
    return new OutputSpec(
        output.getName(), kind, classes, stated.topK(kind, classes), wishes.thresholds());
  }

  private ValueInfoProto output(@Nullable String name, StatedOutput wishes, int labels) {
    List<ValueInfoProto> outputs = graph.outputs();
    if (name != null) {
      return outputs.stream()
          .filter(output -> output.getName().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  ExportException.in(
                      file, "has no output %s; its outputs are %s".formatted(name, shown())));
    }
    if (outputs.size() == 1) {
      return outputs.get(0);
    }
    int wanted = wishes.classes() != null ? wishes.classes() : labels;
    List<ValueInfoProto> rows =
        outputs.stream()
            .filter(this::isRowOfScores)
            .filter(output -> wanted == 0 || width(output).orElse(wanted) == wanted)
            .toList();
    if (rows.size() != 1) {
      throw ExportException.in(
          file, "has the outputs %s; choose one with --output-name NAME".formatted(shown()));
    }
    return rows.get(0);
  }

  /** Two dimensions, or more with a size of 1. */
  private boolean isRowOfScores(ValueInfoProto output) {
    Dimensions dimensions = Dimensions.of(output);
    return !dimensions.declared()
        || (dimensions.rank() >= 2
            && dimensions.sizes().stream().skip(2).allMatch(size -> size == 1));
  }

  private int classes(ValueInfoProto output, StatedOutput wishes, int labels) {
    OptionalLong told = width(output);
    Integer stated = wishes.classes();
    if (told.isPresent() && stated != null && stated != told.getAsLong()) {
      throw problem(output, "has %d classes, not %d as stated".formatted(told.getAsLong(), stated));
    }
    if (told.isPresent() && told.getAsLong() > OutputSpec.MAX_CLASSES) {
      throw problem(
          output,
          "has %d classes, more than the %d allowed"
              .formatted(told.getAsLong(), OutputSpec.MAX_CLASSES));
    }
    if (told.isPresent()) {
      return (int) told.getAsLong();
    }
    if (stated == null && labels == 0) {
      throw problem(
          output,
          "does not tell its number of classes; give --labels or output.classes in the preprocessing file");
    }
    return stated != null ? stated : labels;
  }

  /** The declared number of classes, else the inferred one, else that of the last layer. */
  private OptionalLong width(ValueInfoProto output) {
    Dimensions dimensions = Dimensions.of(output);
    if (dimensions.declared() && dimensions.rank() >= 2 && !dimensions.isDynamic(1)) {
      return OptionalLong.of(dimensions.size(1));
    }
    return ShapeInference.of(graph, ANY_SIDE)
        .shape(output.getName())
        .filter(shape -> shape.size() >= 2)
        .map(shape -> OptionalLong.of(shape.get(1)))
        .orElseGet(() -> lastLayerWidth(output.getName()));
  }

  private Kind kind(String output) {
    return graph
        .producerBehind(RESHAPING, output)
        .flatMap(node -> Optional.ofNullable(KINDS.get(node.getOpType())))
        .orElse(Kind.LOGITS);
  }

  private OptionalLong lastLayerWidth(String output) {
    return graph
        .producerBehind(WIDTH_KEEPING, output)
        .filter(layer -> layer.getInputCount() > 1)
        .map(this::layerWidth)
        .orElse(OptionalLong.empty());
  }

  private OptionalLong layerWidth(NodeProto layer) {
    return switch (layer.getOpType()) {
      case "Gemm" -> weightSize(layer, GraphIndex.integer(layer, "transB", 0) != 0 ? 0 : 1);
      case "MatMul" -> weightSize(layer, 1);
      case "Conv" -> weightSize(layer, 0);
      default -> OptionalLong.empty();
    };
  }

  /** The size of a dimension of a layer's weight, quantized or not. */
  private OptionalLong weightSize(NodeProto layer, int dimension) {
    String name = layer.getInput(1);
    Optional<NodeProto> dequantized =
        graph.producer(name).filter(node -> node.getOpType().equals("DequantizeLinear"));
    return graph
        .constant(dequantized.map(node -> node.getInput(0)).orElse(name))
        .filter(weight -> weight.getDimsCount() > dimension)
        .map(weight -> OptionalLong.of(weight.getDims(dimension)))
        .orElse(OptionalLong.empty());
  }

  private String shown() {
    return graph.outputs().stream()
        .map(output -> output.getName() + " " + Dimensions.of(output))
        .collect(Collectors.joining(", "));
  }

  private ExportException problem(ValueInfoProto output, String problem) {
    return ExportException.in(file, "the output " + output.getName() + " " + problem);
  }
}

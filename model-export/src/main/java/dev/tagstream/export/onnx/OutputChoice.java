package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the outputs of a graph and refuses those that are not tensors of floating-point
 * numbers.
 */
final class OutputChoice {

  private static final Set<Integer> FLOATING =
      Set.of(DataType.FLOAT_VALUE, DataType.FLOAT16_VALUE, DataType.DOUBLE_VALUE);

  private final Path file;
  private final GraphIndex graph;

  OutputChoice(Path file, GraphIndex graph) {
    this.file = file;
    this.graph = graph;
  }

  /** The output with a name; empty if only an inner value of the graph has this name. */
  Optional<ValueInfoProto> named(String name) {
    Optional<ValueInfoProto> found =
        graph.outputs().stream().filter(output -> output.getName().equals(name)).findFirst();
    if (found.isEmpty() && graph.producer(name).isEmpty()) {
      throw ExportException.in(
          file, "has no output %s; its outputs are %s".formatted(name, shown()));
    }
    found.ifPresent(this::requireFloating);
    return found;
  }

  /**
   * The only output that can have a score for each of {@code wanted} classes; 0 means any number.
   */
  ValueInfoProto only(ScoreRows rows, int wanted) {
    List<ValueInfoProto> outputs = graph.outputs();
    if (outputs.size() == 1) {
      return requireFloating(outputs.get(0));
    }
    List<ValueInfoProto> floating = outputs.stream().filter(OutputChoice::isFloating).toList();
    if (floating.isEmpty()) {
      outputs.forEach(this::refuseMaps);
    }
    List<ValueInfoProto> found =
        floating.stream()
            .filter(rows::areIn)
            .filter(output -> wanted == 0 || rows.width(output).orElse(wanted) == wanted)
            .toList();
    if (found.size() != 1) {
      throw ExportException.in(
          file, "has the outputs %s; choose one with --output-name NAME".formatted(shown()));
    }
    return found.get(0);
  }

  /** The only output of rows other than the one with the scores. */
  ValueInfoProto onlyBeside(ScoreRows rows, @Nullable String scores) {
    List<ValueInfoProto> found =
        graph.outputs().stream()
            .filter(output -> !output.getName().equals(scores))
            .filter(OutputChoice::isFloating)
            .filter(rows::areIn)
            .toList();
    if (found.size() != 1) {
      throw ExportException.in(
          file,
          "must have one output with an embedding but has the outputs %s; choose one with --embedding-name NAME"
              .formatted(shown()));
    }
    return found.get(0);
  }

  private ValueInfoProto requireFloating(ValueInfoProto output) {
    refuseMaps(output);
    if (!isFloating(output)) {
      throw problem(
          output, "must be float32, float16 or double but is " + Dimensions.typeName(output));
    }
    return output;
  }

  private static boolean isFloating(ValueInfoProto output) {
    return output.getType().hasTensorType()
        && FLOATING.contains(output.getType().getTensorType().getElemType());
  }

  private void refuseMaps(ValueInfoProto output) {
    if (output.getType().hasTensorType() || !output.hasType()) {
      return;
    }
    Optional<NodeProto> node =
        graph.producer(output.getName()).filter(producer -> producer.getInputCount() > 0);
    String before =
        node.map(last -> "; take the tensor before it: --output-name " + last.getInput(0))
            .orElse("");
    throw problem(
        output,
        "is a %s%s, not a tensor of scores%s"
            .formatted(
                output.getType().hasSequenceType() ? "sequence of maps" : "map or an optional",
                node.map(last -> " (" + last.getOpType() + ")").orElse(""),
                before));
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

package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A row of a network's table, as in the ResNet paper.
 *
 * @param name such as {@code stem}, {@code pool}, {@code stage 1} or {@code output}; with several
 *     outputs, the name of the output
 * @param blocks the number of residual blocks; 0 for other rows
 * @param shape of its output for one image: [channels, height, width], or [classes]
 */
public record Stage(String name, int blocks, List<Long> shape) {

  public Stage {
    shape = List.copyOf(shape);
  }

  /** The shape in a table for people, such as {@code 64x112x112}. */
  public String size() {
    return shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  /**
   * The rows of a graph: its first convolution, the pool after it, its residual sums grouped by
   * shape, its output.
   */
  static List<Stage> of(GraphIndex graph, ShapeInference shapes) {
    List<Stage> stages = new ArrayList<>();
    int residual = 0;
    for (NodeProto node : graph.nodes()) {
      List<Long> shape = withoutBatch(shapes, node.getOutput(0));
      if (shape.size() != 3) {
        continue;
      }
      if (stages.isEmpty() && node.getOpType().equals("Conv")) {
        stages.add(new Stage("stem", 0, shape));
      } else if (stages.size() == 1 && node.getOpType().endsWith("Pool")) {
        stages.add(new Stage("pool", 0, shape));
      } else if (isResidual(graph, node)) {
        Stage last = stages.isEmpty() ? new Stage("", 0, List.of()) : stages.get(stages.size() - 1);
        if (last.blocks() > 0 && last.shape().equals(shape)) {
          stages.set(stages.size() - 1, new Stage(last.name(), last.blocks() + 1, shape));
        } else {
          stages.add(new Stage("stage " + ++residual, 1, shape));
        }
      }
    }
    boolean single = graph.outputs().size() == 1;
    graph.outputs().stream()
        .map(output -> output.getName())
        .map(name -> new Stage(single ? "output" : name, 0, withoutBatch(shapes, name)))
        .filter(stage -> !stage.shape().isEmpty())
        .forEach(stages::add);
    return stages;
  }

  /** Whether a node adds two computed values, and not a bias to one. */
  private static boolean isResidual(GraphIndex graph, NodeProto node) {
    return (node.getOpType().equals("Add") || node.getOpType().equals("Sum"))
        && node.getInputCount() == 2
        && node.getInputList().stream()
            .allMatch(
                input -> graph.producer(input).isPresent() && graph.constant(input).isEmpty());
  }

  private static List<Long> withoutBatch(ShapeInference shapes, String value) {
    List<Long> shape = shapes.shape(value).orElse(List.of());
    return shape.isEmpty() ? shape : shape.subList(1, shape.size());
  }
}

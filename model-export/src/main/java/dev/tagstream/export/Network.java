package dev.tagstream.export;

import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.Size;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A network whose weights are available, before it is written. */
interface Network {

  /** Why one score without an activation is refused: its softmax is always 1. */
  String ONE_SCORE =
      "has one score without an activation; if it was trained with a sigmoid, set --scores sigmoid";

  /** The network's name, such as {@code resnet50}; null if unknown. */
  @Nullable String architecture();

  /** The preprocessing of such a network; empty if only its users know it. */
  Optional<StatedContract> preprocessing();

  /** The default image size; empty if only its users know it. */
  Optional<Size> inputSize();

  /** The length of a row of scores. */
  int classes();

  /**
   * The kind of scores that the graph has.
   *
   * @param wanted by the user; null to detect it
   * @throws dev.tagstream.export.problem.ExportException if the network has other scores, or they
   *     cannot be detected
   */
  Kind scores(@Nullable Kind wanted);

  /** The names of tensors that do not belong to the network. */
  default Set<String> leftOut() {
    return Set.of();
  }

  /**
   * Adds the network to a graph.
   *
   * @param image float32 [batch, 3, height, width], normalized
   * @param input of the graph
   * @param scores the kind of scores
   */
  Outputs addTo(GraphBuilder graph, Value image, InputSpec input, Kind scores);

  /** Applies the activation of a kind of scores to logits. */
  static Value activated(GraphBuilder graph, Value logits, Kind scores) {
    return switch (scores) {
      case LOGITS -> logits;
      case PROBABILITIES -> graph.softmax("softmax", logits);
      case SIGMOID -> graph.sigmoid("sigmoid", logits);
    };
  }

  /**
   * The outputs of a network.
   *
   * @param scores [batch, classes]
   * @param embedding [batch, embeddingSize]; null if the network has no such row of features
   * @param embeddingSize the number of features
   * @param parameters the number of trained weights
   */
  record Outputs(Value scores, @Nullable Value embedding, int embeddingSize, long parameters) {}
}

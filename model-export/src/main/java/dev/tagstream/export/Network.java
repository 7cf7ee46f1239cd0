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

/** A network whose weights are at hand, before it is written. */
interface Network {

  /** What the network is called, such as {@code resnet50}; null if nobody knows. */
  @Nullable String architecture();

  /** How images are prepared for such a network; empty if only its users know. */
  Optional<StatedContract> preprocessing();

  /** The size of its images unless the user says otherwise; empty if only its users know. */
  Optional<Size> inputSize();

  /** The length of a row of scores. */
  int classes();

  /**
   * What the scores are that the graph gives.
   *
   * @param wanted by the user; null for what the network tells
   * @throws dev.tagstream.export.problem.ExportException if the network gives others, or does not
   *     tell
   */
  Kind scores(@Nullable Kind wanted);

  /** Weights of the file that are not the network's, by name. */
  default Set<String> leftOut() {
    return Set.of();
  }

  /**
   * Adds the network to a graph.
   *
   * @param image float32 [batch, 3, height, width], normalized
   * @param input of the graph
   * @param scores what the graph gives
   */
  Outputs addTo(GraphBuilder graph, Value image, InputSpec input, Kind scores);

  /** What users see of a network's last sums. */
  static Value activated(GraphBuilder graph, Value logits, Kind scores) {
    return switch (scores) {
      case LOGITS -> logits;
      case PROBABILITIES -> graph.softmax("softmax", logits);
      case SIGMOID -> graph.sigmoid("sigmoid", logits);
    };
  }

  /**
   * What a network gives.
   *
   * @param scores [batch, classes]
   * @param embedding [batch, embeddingSize]; null if the network has no such row of features
   * @param embeddingSize how many features there are
   * @param parameters the number of trained weights
   */
  record Outputs(Value scores, @Nullable Value embedding, int embeddingSize, long parameters) {}
}

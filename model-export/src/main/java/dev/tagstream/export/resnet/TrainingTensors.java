package dev.tagstream.export.resnet;

import dev.tagstream.export.tensor.Shape;
import java.util.List;
import java.util.Set;

/**
 * Tensors that training keeps beside a network and inference does not need: of a loss, a metric or
 * averaged weights. Told by their names, and by having no more than one dimension: a matrix of a
 * loss may be the very classifier.
 */
final class TrainingTensors {

  /** Updates that {@code torch.optim.swa_utils.AveragedModel} counts. */
  private static final String AVERAGED = "n_averaged";

  /** Of a loss that sets off classes against each other, each with a sigmoid of its own. */
  private static final String SIGMOID_WEIGHT = "pos_weight";

  private static final Set<String> WORDS =
      Set.of(
          "criterion",
          "criterions",
          "criteria",
          "loss",
          "losses",
          "metric",
          "metrics",
          "acc",
          "acc1",
          "acc5",
          "accuracy",
          "auc",
          "auroc",
          "f1",
          "f1score",
          "precision",
          "recall",
          "specificity",
          "confmat",
          "confusion",
          "ece",
          "iou",
          "kappa",
          "mcc");

  /** How metrics call a table of what was taken for what. */
  private static final Set<String> TABLES = Set.of("confmat", "confusion_matrix");

  private TrainingTensors() {}

  /**
   * Whether a tensor is one of them.
   *
   * @param name without what stands before all names of the network
   */
  static boolean contains(String name, Shape shape) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    if (last.equals(AVERAGED)) {
      return shape.elements() == 1;
    }
    return isOfLossOrMetric(name) && (shape.rank() <= 1 || TABLES.contains(last));
  }

  /** Whether a name is that of a loss or a metric, whatever the tensor's shape. */
  static boolean isOfLossOrMetric(String name) {
    List<String> words = Words.of(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
    return words.stream().anyMatch(word -> WORDS.contains(word) || isLoss(word));
  }

  /** Whether a tensor says that the network was trained for scores that are sigmoids. */
  static boolean saysSigmoid(String name) {
    return name.endsWith("." + SIGMOID_WEIGHT) && isOfLossOrMetric(name);
  }

  private static boolean isLoss(String word) {
    return word.endsWith("loss") || word.endsWith("entropy");
  }
}

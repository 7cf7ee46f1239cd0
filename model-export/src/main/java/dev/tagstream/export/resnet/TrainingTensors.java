package dev.tagstream.export.resnet;

import dev.tagstream.export.tensor.Shape;
import java.util.List;
import java.util.Set;

/**
 * Detects tensors of a loss, a metric or averaged weights, which inference does not need. Their
 * names identify them. A matrix is one of them only if it is a confusion matrix, because the matrix
 * of a loss may be the classifier itself.
 */
final class TrainingTensors {

  /** The update counter of {@code torch.optim.swa_utils.AveragedModel}. */
  private static final String AVERAGED = "n_averaged";

  /** The weight of positive examples in a loss with an independent sigmoid for each class. */
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

  /** The names of a confusion matrix in metrics. */
  private static final Set<String> TABLES = Set.of("confmat", "confusion_matrix");

  private TrainingTensors() {}

  /**
   * Whether a tensor belongs to a loss, a metric or averaged weights.
   *
   * @param name without the prefix of the network's names
   */
  static boolean contains(String name, Shape shape) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    if (last.equals(AVERAGED)) {
      return shape.elements() == 1;
    }
    return isOfLossOrMetric(name) && (shape.rank() <= 1 || TABLES.contains(last));
  }

  /** Whether a tensor of any shape belongs to a loss or a metric, by its name. */
  static boolean isOfLossOrMetric(String name) {
    List<String> words = Words.of(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
    return words.stream().anyMatch(word -> WORDS.contains(word) || isLoss(word));
  }

  /** Whether a tensor shows that the network was trained with a sigmoid for each class. */
  static boolean saysSigmoid(String name) {
    return name.endsWith("." + SIGMOID_WEIGHT) && isOfLossOrMetric(name);
  }

  private static boolean isLoss(String word) {
    return word.endsWith("loss") || word.endsWith("entropy");
  }
}

package dev.tagstream.cli.verify;

import dev.tagstream.cli.verify.VerifyReport.Difference;
import dev.tagstream.cli.verify.VerifyReport.Disagreement;
import dev.tagstream.cli.verify.VerifyReport.Figures;
import dev.tagstream.cli.verify.VerifyReport.Guess;
import dev.tagstream.export.verify.Agreement;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.OutputSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Measures how far a model's answers differ from the reference's. */
final class Comparison {

  /** A reference is sure of an image if its best class has more than this probability. */
  static final float SURE = 0.5f;

  /** A reference is sure of labels if no score is nearer than this to its threshold. */
  private static final double MARGIN = 0.1;

  /** No class has a different score. */
  private static final int NONE = -1;

  private final Labels labels;
  private final OutputSpec output;
  private final ImageClasses classes;
  private final List<Disagreement> disagreements = new ArrayList<>();
  private Agreement all = Agreement.NONE;
  private Agreement sure = Agreement.NONE;
  private Correctness correctness = new Correctness(0, 0, 0, 0);
  private @Nullable Difference largest;

  /**
   * The comparison of one image.
   *
   * @param agrees whether model and reference agree
   * @param known the classes that the image's path names; empty if it names none, or if labels are
   *     independent
   */
  record Judgement(boolean agrees, Set<Integer> known) {}

  /**
   * Starts to count.
   *
   * @param output the meaning of the scores
   * @param labels the names of the classes
   */
  Comparison(OutputSpec output, Labels labels) {
    this.output = output;
    this.labels = labels;
    this.classes = new ImageClasses(labels);
  }

  /**
   * Counts an image and returns its comparison.
   *
   * @param id of the image
   * @param model the model's probabilities of all classes, in order
   * @param reference the expected probabilities of some or all classes
   */
  Judgement add(String id, Answer model, Answer reference) {
    Judgement judgement =
        Measure.of(output) == Measure.LABELS
            ? addLabels(id, model, reference)
            : addBest(id, model, reference);
    for (int i = 0; i < reference.classes().length; i++) {
      int index = reference.classes()[i];
      addDifference(id, index, model.probabilities()[index], reference.probabilities()[i]);
    }
    return judgement;
  }

  private Judgement addBest(String id, Answer model, Answer reference) {
    int best = model.best();
    int wanted = reference.best();
    boolean agrees = model.classes()[best] == reference.classes()[wanted];
    all = all.plus(agrees);
    if (reference.probabilities()[wanted] > SURE) {
      sure = sure.plus(agrees);
    }
    Set<Integer> known = classes.of(id);
    if (!known.isEmpty()) {
      correctness =
          correctness.plus(
              known.contains(model.classes()[best]), known.contains(reference.classes()[wanted]));
    }
    if (!agrees) {
      disagreements.add(new Disagreement(id, guess(model, best), guess(reference, wanted)));
    }
    return new Judgement(agrees, known);
  }

  private Judgement addLabels(String id, Answer model, Answer reference) {
    int different = NONE;
    boolean isSure = true;
    for (int i = 0; i < reference.classes().length; i++) {
      int index = reference.classes()[i];
      float threshold = (float) output.threshold(index);
      float wanted = reference.probabilities()[i];
      isSure &= Math.abs(wanted - threshold) >= MARGIN;
      boolean isTag = model.probabilities()[index] >= threshold;
      if (different == NONE && isTag != wanted >= threshold) {
        different = i;
      }
    }
    all = all.plus(different == NONE);
    if (isSure) {
      sure = sure.plus(different == NONE);
    }
    if (different != NONE) {
      int index = reference.classes()[different];
      disagreements.add(new Disagreement(id, guess(model, index), guess(reference, different)));
    }
    return new Judgement(different == NONE, Set.of());
  }

  private void addDifference(String id, int index, float model, float reference) {
    float difference = Math.abs(model - reference);
    if (largest == null || difference > largest.value()) {
      largest = new Difference(difference, id, index, labels.of(index).name(), model, reference);
    }
  }

  private Guess guess(Answer answer, int at) {
    int index = answer.classes()[at];
    return new Guess(index, labels.of(index).name(), answer.probabilities()[at]);
  }

  /** The figures; null if no image was compared. */
  @Nullable Figures figures() {
    return largest == null
        ? null
        : new Figures(
            Measure.of(output), all, sure, correctness, largest, List.copyOf(disagreements));
  }
}

package dev.tagstream.cli.verify;

import dev.tagstream.cli.verify.VerifyReport.Difference;
import dev.tagstream.cli.verify.VerifyReport.Disagreement;
import dev.tagstream.cli.verify.VerifyReport.Figures;
import dev.tagstream.cli.verify.VerifyReport.Guess;
import dev.tagstream.export.verify.Agreement;
import dev.tagstream.schemas.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts how far a model's answers are from the reference's. */
final class Comparison {

  /** A reference is sure of a picture if its best class has more than this probability. */
  static final float SURE = 0.5f;

  private final Labels labels;
  private final PictureClasses classes;
  private final List<Disagreement> disagreements = new ArrayList<>();
  private Agreement all = Agreement.NONE;
  private Agreement sure = Agreement.NONE;
  private Correctness correctness = new Correctness(0, 0, 0, 0);
  private @Nullable Difference largest;

  /**
   * Begins to count.
   *
   * @param labels what the classes are called
   */
  Comparison(Labels labels) {
    this.labels = labels;
    this.classes = new PictureClasses(labels);
  }

  /**
   * Counts a picture.
   *
   * @param id of the picture
   * @param model what the model sees, a probability for each class in their order
   * @param reference what it should see: any of the classes
   */
  void add(String id, Answer model, Answer reference) {
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
    for (int i = 0; i < reference.classes().length; i++) {
      int index = reference.classes()[i];
      addDifference(id, index, model.probabilities()[index], reference.probabilities()[i]);
    }
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

  /** The figures; null if no picture was compared. */
  @Nullable Figures figures() {
    return largest == null
        ? null
        : new Figures(all, sure, correctness, largest, List.copyOf(disagreements));
  }
}

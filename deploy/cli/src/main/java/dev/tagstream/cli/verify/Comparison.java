package dev.tagstream.cli.verify;

import dev.tagstream.cli.verify.VerifyReport.Difference;
import dev.tagstream.cli.verify.VerifyReport.Disagreement;
import dev.tagstream.cli.verify.VerifyReport.Figures;
import dev.tagstream.cli.verify.VerifyReport.Guess;
import dev.tagstream.schemas.model.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts how far a model's answers are from the reference's. */
final class Comparison {

  /** A reference is sure of an image if its best class has more than this probability. */
  static final float SURE = 0.5f;

  private final Labels labels;
  private final List<Disagreement> disagreements = new ArrayList<>();
  private Agreement all = new Agreement(0, 0);
  private Agreement sure = new Agreement(0, 0);
  private @Nullable Difference largest;

  /**
   * Begins to count.
   *
   * @param labels what the classes are called
   */
  Comparison(Labels labels) {
    this.labels = labels;
  }

  /**
   * Counts an image.
   *
   * @param id of the image
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

  /** The figures; null if no image was compared. */
  @Nullable Figures figures() {
    return largest == null ? null : new Figures(all, sure, largest, List.copyOf(disagreements));
  }
}

package dev.tagstream.pipeline.model;

import dev.tagstream.schemas.model.OutputSpec;

/** Makes probabilities of what a model gives, in place, and refuses what cannot be made one. */
final class Probabilities {

  /** How far rounding may carry a probability above 1 or below 0. */
  private static final float ROUNDING = 1e-3f;

  private final OutputSpec output;

  Probabilities(OutputSpec output) {
    this.output = output;
  }

  /**
   * Makes all rows probabilities.
   *
   * @param rows float32 [images, classes], what the model gave; afterwards from 0 to 1
   * @throws ModelFailedException if a number is NaN, infinite, or not what the contract says
   */
  void of(float[] rows) throws ModelFailedException {
    for (int offset = 0; offset < rows.length; offset += output.classes()) {
      switch (output.kind()) {
        case LOGITS -> softmax(rows, offset);
        case PROBABILITIES, SIGMOID -> clamp(rows, offset);
      }
    }
  }

  /** Softmax of one row, stable: the largest logit is taken off before exponentiating. */
  private void softmax(float[] rows, int offset) throws ModelFailedException {
    int end = offset + output.classes();
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = offset; i < end; i++) {
      if (!Float.isFinite(rows[i])) {
        throw unusable(rows, i, "a finite logit");
      }
      largest = Math.max(largest, rows[i]);
    }
    double sum = 0;
    for (int i = offset; i < end; i++) {
      rows[i] = (float) Math.exp(rows[i] - largest);
      sum += rows[i];
    }
    for (int i = offset; i < end; i++) {
      rows[i] = (float) (rows[i] / sum);
    }
  }

  private void clamp(float[] rows, int offset) throws ModelFailedException {
    int end = offset + output.classes();
    for (int i = offset; i < end; i++) {
      if (!(rows[i] >= -ROUNDING && rows[i] <= 1 + ROUNDING)) {
        throw unusable(rows, i, "a probability");
      }
      rows[i] = Math.min(Math.max(rows[i], 0), 1);
    }
  }

  private ModelFailedException unusable(float[] rows, int i, String wanted) {
    return new ModelFailedException(
        "the model gave %s for class %d of row %d, which is not %s"
            .formatted(rows[i], i % output.classes(), i / output.classes(), wanted));
  }
}

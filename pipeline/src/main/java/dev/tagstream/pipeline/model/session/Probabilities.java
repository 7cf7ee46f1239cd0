package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.schemas.model.OutputSpec;

/** Converts a model's output to probabilities, and refuses invalid numbers. */
final class Probabilities {

  /** The tolerance of a probability above 1 or below 0, for rounding. */
  private static final float ROUNDING = 1e-3f;

  private final OutputSpec output;

  Probabilities(OutputSpec output) {
    this.output = output;
  }

  /**
   * The probabilities of all rows.
   *
   * @param rows float32 [images, classes], the model's output; not changed
   * @return float32 [images, classes], from 0 to 1; owned by the caller
   * @throws ModelFailedException if a number is NaN, infinite, or outside the range of the contract
   */
  float[] of(float[] rows) throws ModelFailedException {
    float[] probabilities = new float[rows.length];
    for (int offset = 0; offset < rows.length; offset += output.classes()) {
      switch (output.kind()) {
        case LOGITS -> softmax(rows, offset, probabilities);
        case PROBABILITIES, SIGMOID -> clamp(rows, offset, probabilities);
      }
    }
    return probabilities;
  }

  /** Softmax of one row, stable: the largest logit is subtracted before exponentiating. */
  private void softmax(float[] rows, int offset, float[] probabilities)
      throws ModelFailedException {
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
      probabilities[i] = (float) Math.exp(rows[i] - largest);
      sum += probabilities[i];
    }
    for (int i = offset; i < end; i++) {
      probabilities[i] = (float) (probabilities[i] / sum);
    }
  }

  private void clamp(float[] rows, int offset, float[] probabilities) throws ModelFailedException {
    int end = offset + output.classes();
    for (int i = offset; i < end; i++) {
      if (!(rows[i] >= -ROUNDING && rows[i] <= 1 + ROUNDING)) {
        throw unusable(rows, i, "a probability");
      }
      probabilities[i] = Math.min(Math.max(rows[i], 0), 1);
    }
  }

  private ModelFailedException unusable(float[] rows, int i, String wanted) {
    return new ModelFailedException(
        "the model returned %s for class %d of row %d, which is not %s"
            .formatted(rows[i], i % output.classes(), i / output.classes(), wanted));
  }
}

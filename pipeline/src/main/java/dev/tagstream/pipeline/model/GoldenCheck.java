package dev.tagstream.pipeline.model;

import dev.tagstream.pipeline.model.ModelOutput.Parts;
import dev.tagstream.schemas.model.GoldenImage;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.Size;
import java.util.Arrays;

/**
 * Compares a model's answers to its golden images with those in its file. Another answer means that
 * the device, its driver or a library computes something else than where the model was exported.
 */
public final class GoldenCheck {

  /**
   * The largest difference of an answer, as a share of the answer's spread: above what rounding in
   * another precision makes, below what another arithmetic makes.
   */
  private static final double MOST = 0.1;

  /** Lower scores count as this one; their logarithms would be all that counts. */
  private static final double LEAST_SCORE = 1e-12;

  private final TagModel model;
  private final boolean tags;

  private GoldenCheck(TagModel model) {
    this.model = model;
    this.tags = model.contract().output().givesTags();
  }

  /**
   * Runs each golden image of the model's file; does nothing if it has none.
   *
   * @throws ModelFailedException if the model cannot run one, or answers otherwise
   */
  public static void require(TagModel model) throws ModelFailedException {
    GoldenCheck check = new GoldenCheck(model);
    int number = 0;
    for (GoldenImage image : model.contract().golden().all()) {
      number++;
      double difference = check.difference(image);
      // also refuses NaN
      if (!(difference <= MOST)) {
        throw new ModelFailedException(
            "its answer to golden image %d differs from the one in its file by %.2f of the answer's spread, at most %.1f is rounding"
                .formatted(number, difference, MOST));
      }
    }
  }

  private double difference(GoldenImage image) throws ModelFailedException {
    ModelContract contract = model.contract();
    Size size = contract.input().usualSize();
    ModelInput input =
        new ModelInput(
            image.row(contract.input(), contract.preprocessing()), 1, size.width(), size.height());
    ModelOutput output = model.run(input, tags ? Parts.SCORES : Parts.SCORES_AND_EMBEDDINGS);
    float[] expected = image.answer();
    float[] given = tags ? output.scores() : output.embeddings()[0];
    return given.length == expected.length
        ? difference(
            values(expected, contract.output().kind() == Kind.LOGITS), values(given, false))
        : Double.POSITIVE_INFINITY;
  }

  /** Logarithms of scores, in which small scores count, too; an embedding's own numbers. */
  private double[] values(float[] answer, boolean logits) {
    double[] values = new double[answer.length];
    Arrays.setAll(values, i -> answer[i]);
    if (!tags) {
      return values;
    }
    if (logits) {
      softmax(values);
    }
    Arrays.setAll(values, i -> Math.log(Math.max(LEAST_SCORE, values[i])));
    return values;
  }

  private static void softmax(double[] values) {
    double largest = Arrays.stream(values).max().orElse(0);
    Arrays.setAll(values, i -> Math.exp(values[i] - largest));
    double sum = Arrays.stream(values).sum();
    Arrays.setAll(values, i -> values[i] / sum);
  }

  /** The root of the squared differences, relative to what the expected values differ by. */
  private static double difference(double[] expected, double[] given) {
    double mean = Arrays.stream(expected).average().orElse(0);
    double error = 0;
    double spread = 0;
    for (int i = 0; i < expected.length; i++) {
      error += (given[i] - expected[i]) * (given[i] - expected[i]);
      spread += (expected[i] - mean) * (expected[i] - mean);
    }
    return Math.sqrt(error / Math.max(spread, LEAST_SCORE * expected.length));
  }
}

package dev.tagstream.schemas.model;

import dev.tagstream.schemas.model.OutputSpec.Kind;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The entry {@code tagstream.contract} of a model file. Whatever image comes in, the preprocessing
 * ends in the input's size; where the input takes any size, it leaves each image its own.
 *
 * @param name what results call the model
 * @param architecture what was exported, such as {@code resnet50}; null where nobody knows
 * @param parameters the number of trained weights; null where nobody knows
 * @param source the file the weights came from; null where nobody knows
 * @param precision of the graph's weights and arithmetic; null where nobody knows
 * @param input the tensor the model takes
 * @param preprocessing how images become that tensor
 * @param output the tensor of scores that it gives; {@link OutputSpec#NONE} where it gives none
 * @param embedding the tensor of features that it gives, too; null where it gives none
 */
public record Contract(
    String name,
    @Nullable String architecture,
    @Nullable Long parameters,
    @Nullable Source source,
    @Nullable Precision precision,
    InputSpec input,
    Preprocessing preprocessing,
    OutputSpec output,
    @Nullable EmbeddingSpec embedding)
    implements Serializable {

  /** The newest version of the format; a reader refuses one that it does not know. */
  public static final int VERSION = 4;

  // a file that older readers can read is written for them
  private static final int FIRST_VERSION = 1;
  private static final int ANY_SIZE_VERSION = 2;
  private static final int SIGMOID_VERSION = 3;

  /**
   * A file that weights came from.
   *
   * @param file its name, without folders
   * @param sha256 64 lower-case hexadecimal digits
   */
  public record Source(String file, String sha256) implements Serializable {}

  public Contract {
    if (!output.givesTags() && embedding == null) {
      throw new IllegalArgumentException("a model must give scores or an embedding");
    }
    if (!preprocessing.imageSize().equals(input.size())) {
      throw new IllegalArgumentException(
          "images are prepared to %s but the input takes %s"
              .formatted(preprocessing.imageSize(), input.size()));
    }
  }

  /** The contract of the same model in another precision. */
  public Contract in(Precision other) {
    return new Contract(
        name, architecture, parameters, source, other, input, preprocessing, output, embedding);
  }

  /** The contract of the same model with another output. */
  public Contract with(OutputSpec other) {
    return new Contract(
        name, architecture, parameters, source, precision, input, preprocessing, other, embedding);
  }

  /** The version of the format that the contract needs. */
  public int version() {
    if (preprocessing.resize().rule() == Resize.Rule.LETTERBOX) {
      return VERSION;
    }
    if (output.kind() == Kind.SIGMOID || !output.thresholds().isEmpty() || !output.givesTags()) {
      return SIGMOID_VERSION;
    }
    return input.takesAnySize() ? ANY_SIZE_VERSION : FIRST_VERSION;
  }
}

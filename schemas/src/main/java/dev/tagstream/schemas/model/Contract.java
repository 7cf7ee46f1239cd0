package dev.tagstream.schemas.model;

import dev.tagstream.schemas.model.OutputSpec.Kind;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The entry {@code tagstream.contract} of a model file. The preprocessing of any image ends in the
 * input's size; if the input takes any size, each image keeps its own.
 *
 * @param name the model's name in results
 * @param architecture such as {@code resnet50}; null if unknown
 * @param parameters the number of trained weights; null if unknown
 * @param source the file of the weights; null if unknown
 * @param precision of the graph's weights and arithmetic; null if unknown
 * @param input the input tensor
 * @param preprocessing how images become that tensor
 * @param output the tensor of scores; {@link OutputSpec#NONE} if there is none
 * @param embedding the tensor of features; null if there is none
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

  /** The newest version of the format; a reader refuses unknown versions. */
  public static final int VERSION = 4;

  // a file that older readers can read is written for them
  private static final int FIRST_VERSION = 1;
  private static final int ANY_SIZE_VERSION = 2;
  private static final int SIGMOID_VERSION = 3;

  /**
   * The file that the weights came from.
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
          "preprocessing produces images of %s but the input takes %s"
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

  /** The version of the format that the contract requires. */
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

package dev.tagstream.pipeline.model;

import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.GoldenImages;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.Preprocessing;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The contract of a model file, consistent with its graph.
 *
 * @param description input, preprocessing, output, labels and golden images
 * @param sha256 of the model file: 64 lower-case hexadecimal digits
 * @param fixedBatch the only number of rows that the graph accepts; {@link #ANY_BATCH} if it
 *     accepts any
 */
public record ModelContract(ModelDescription description, String sha256, int fixedBatch)
    implements Serializable {

  /** Stands for batches of any size. */
  public static final int ANY_BATCH = 0;

  public ModelContract {
    if (fixedBatch < 0) {
      throw new IllegalArgumentException("a batch cannot have %d rows".formatted(fixedBatch));
    }
  }

  /** The model's name, such as {@code resnet50}. */
  public String name() {
    return description.contract().name();
  }

  /** The tensor that the model takes. */
  public InputSpec input() {
    return description.contract().input();
  }

  /** The preprocessing of images. */
  public Preprocessing preprocessing() {
    return description.contract().preprocessing();
  }

  /** Whether the same pixels are right for both models: same preprocessing, same rows. */
  public boolean takesSamePixelsAs(ModelContract other) {
    InputSpec one = input();
    InputSpec two = other.input();
    return preprocessing().equals(other.preprocessing())
        && one.type() == two.type()
        && one.layout() == two.layout()
        && one.height() == two.height()
        && one.width() == two.width();
  }

  /** The tensor of scores. */
  public OutputSpec output() {
    return description.contract().output();
  }

  /** The tensor of features; null if the model has none. */
  public @Nullable EmbeddingSpec embedding() {
    return description.contract().embedding();
  }

  /** Images with the answers that the model gave when its file was written. */
  public GoldenImages golden() {
    return description.golden();
  }

  /** The labels of its classes. */
  public Labels labels() {
    return description.labels();
  }
}

package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import java.io.Serializable;
import java.util.List;

/**
 * The content of a result.
 *
 * @param count the most tags, at least 1
 * @param thresholds the lowest score of a tag, 0 to 1, one for each class; empty for those of the
 *     model
 * @param parts whether it also has the model's embedding
 */
public record TagSelection(int count, List<Double> thresholds, ModelOutput.Parts parts)
    implements Serializable {

  public TagSelection {
    thresholds = List.copyOf(thresholds);
  }

  /** Determines the content of a result for each model that the job may run. */
  @FunctionalInterface
  public interface Rule extends Serializable {

    /**
     * The content of a result of this model.
     *
     * @throws UnusableModelException if the model cannot do what the options ask for, or takes
     *     other pixels than those that the job makes
     */
    TagSelection of(ModelContract contract);
  }
}

package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.model.ModelOutput;
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
}

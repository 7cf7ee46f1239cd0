package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.model.ModelOutput;
import java.io.Serializable;
import java.util.List;

/**
 * What a result has.
 *
 * @param count at most this many, at least 1
 * @param thresholds the lowest score of a tag, 0 to 1, one a class; empty for those of the model
 * @param parts whether it has the model's embedding, too
 */
public record TagSelection(int count, List<Double> thresholds, ModelOutput.Parts parts)
    implements Serializable {

  public TagSelection {
    thresholds = List.copyOf(thresholds);
  }
}

package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import java.io.Serializable;

/** Determines the content of a result for each model that the job may run. */
@FunctionalInterface
public interface SelectionRule extends Serializable {

  /**
   * The content of a result of this model.
   *
   * @throws UnusableModelException if the model cannot do what the options ask for, or takes other
   *     pixels than those that the job makes
   */
  TagSelection of(ModelContract contract);
}

package dev.tagstream.export.folder;

import dev.tagstream.schemas.model.Label;
import java.util.List;

/** What a configuration says of its network. */
sealed interface PublishedNetwork permits HuggingFaceModel, TimmModel {

  /** Whether it also says how images are prepared. */
  boolean saysPreprocessing();

  /** Empty if it names none. */
  List<Label> labels();

  /** Whether each class has a score of its own. */
  boolean isMultiLabel();

  /** As {@link ModelFolder#refuseOther}. */
  void refuseOther(String architecture, int layers, int classes);
}

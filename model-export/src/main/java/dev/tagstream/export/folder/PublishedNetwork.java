package dev.tagstream.export.folder;

import dev.tagstream.schemas.model.Label;
import java.util.List;

/** The network in a published configuration. */
sealed interface PublishedNetwork permits HuggingFaceModel, TimmModel {

  /** Whether the configuration also has the preprocessing. */
  boolean saysPreprocessing();

  /** The labels; empty if there are none. */
  List<Label> labels();

  /** Whether classes have independent scores. */
  boolean isMultiLabel();

  /** Refuses weights of another network, see {@link ModelFolder#refuseOther}. */
  void refuseOther(String architecture, int layers, int classes);
}

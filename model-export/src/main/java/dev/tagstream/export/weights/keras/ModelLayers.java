package dev.tagstream.export.weights.keras;

import dev.tagstream.export.tensor.LayerStep;
import dev.tagstream.export.tensor.LayerTensors;
import java.util.List;
import java.util.Set;

/** Finds the tensors of a model's layers in a file. */
interface ModelLayers {

  /** The tensors of a layer, see {@link dev.tagstream.export.tensor.LayeredTensors#layer}. */
  LayerTensors layer(List<LayerStep> way);

  /** The names of the layers that the file lists. */
  Set<String> names();

  /** The total number of tensors of all layers. */
  int tensors();
}

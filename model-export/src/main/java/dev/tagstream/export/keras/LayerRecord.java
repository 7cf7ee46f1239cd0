package dev.tagstream.export.keras;

import dev.tagstream.export.tensor.LayerStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer of a model.
 *
 * @param configuration the settings
 * @param way the path to its tensors
 * @param calls of the layer; none for an input
 * @param model the inner layers; null for a layer that is not a model
 */
record LayerRecord(
    Configuration configuration,
    List<LayerStep> way,
    List<Call> calls,
    @Nullable ModelRecord model) {

  LayerRecord {
    way = List.copyOf(way);
    calls = List.copyOf(calls);
  }

  boolean isInput() {
    return configuration.type().equals(ModelReader.INPUT);
  }
}

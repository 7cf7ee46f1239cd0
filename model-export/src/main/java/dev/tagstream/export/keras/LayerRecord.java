package dev.tagstream.export.keras;

import dev.tagstream.export.tensor.LayerStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer of a model.
 *
 * @param configuration its settings
 * @param way to its tensors
 * @param calls of it; none for an input
 * @param model the layers within it; null for a layer that is no model
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

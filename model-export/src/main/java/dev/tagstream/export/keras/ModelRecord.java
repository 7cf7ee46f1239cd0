package dev.tagstream.export.keras;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of layers that call each other.
 *
 * @param name of the model
 * @param layers by name, in the order of the file
 * @param inputs the names of its inputs
 * @param outputs of the model
 */
record ModelRecord(
    String name,
    Map<String, LayerRecord> layers,
    List<String> inputs,
    List<Operand.Output> outputs) {

  ModelRecord {
    layers = new LinkedHashMap<>(layers);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}

package dev.tagstream.export.weights.torch;

import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the weights in what a checkpoint holds: at its top, or under a customary name. */
final class StateDict {

  /** Under which training scripts keep the weights beside the optimizer's state, best first. */
  private static final List<String> CUSTOMARY_NAMES =
      List.of("state_dict", "model_state_dict", "model", "net", "weights");

  private StateDict() {}

  /** The tensors by name, in the checkpoint's order. */
  static Map<String, StoredTensor> in(Path file, Object checkpoint) {
    if (!(checkpoint instanceof Map<?, ?> entries)) {
      throw ExportException.in(file, "holds no dictionary; save model.state_dict()");
    }
    Map<String, StoredTensor> tensors = tensorsOf(entries);
    for (String name : CUSTOMARY_NAMES) {
      if (tensors.isEmpty() && entries.get(name) instanceof Map<?, ?> inner) {
        tensors = tensorsOf(inner);
      }
    }
    if (tensors.isEmpty()) {
      throw ExportException.in(
          file, "holds no weights, only " + entries.keySet() + "; save model.state_dict()");
    }
    return tensors;
  }

  private static Map<String, StoredTensor> tensorsOf(Map<?, ?> entries) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    entries.forEach(
        (name, value) -> {
          if (name instanceof String text && value instanceof StoredTensor tensor) {
            tensors.put(text, tensor);
          }
        });
    return tensors;
  }
}

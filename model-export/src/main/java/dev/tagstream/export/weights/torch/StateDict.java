package dev.tagstream.export.weights.torch;

import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the weights in a checkpoint: a dictionary of tensors, at the top level or nested under the
 * keys of a training script, beside the optimizer's state and other values. If there are several,
 * it finds all of them and prefixes the names of each with its keys.
 */
final class StateDict {

  /** The deepest nesting of dictionaries; scripts nest two or three. */
  private static final int MAX_DEPTH = 8;

  private final Path file;

  /** The dictionaries with the weight of a layer, by their keys, joined by dots. */
  private final Map<String, Map<String, Object>> found = new LinkedHashMap<>();

  /** Other dictionaries with tensors, by their keys. */
  private final Map<String, Map<String, Object>> others = new LinkedHashMap<>();

  private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());

  private StateDict(Path file) {
    this.file = file;
  }

  /**
   * The weights.
   *
   * @param key the keys that lead to them, joined by dots; empty if they are at the top level, or
   *     if there are several dictionaries
   * @param tensors by name, in the checkpoint's order
   */
  record Found(String key, Map<String, StoredTensor> tensors) {}

  /** Finds the weights in a checkpoint. */
  static Found in(Path file, Object checkpoint) {
    if (!(checkpoint instanceof Map<?, ?> entries)) {
      throw ExportException.in(
          file,
          "contains no dictionary%s; save model.state_dict()".formatted(described(checkpoint)));
    }
    StateDict search = new StateDict(file);
    search.visit("", entries, 0);
    Map<String, Map<String, Object>> dictionaries =
        search.found.isEmpty() ? search.others : search.found;
    if (dictionaries.isEmpty()) {
      throw ExportException.in(
          file, "contains no weights, only %s; save model.state_dict()".formatted(shown(entries)));
    }
    Map.Entry<String, Map<String, Object>> first = dictionaries.entrySet().iterator().next();
    return search.found.size() > 1
        ? new Found("", search.all())
        : new Found(first.getKey(), search.tensors("", first.getValue()));
  }

  private void visit(String path, Map<?, ?> entries, int depth) {
    if (depth > MAX_DEPTH || !visited.add(entries)) {
      return;
    }
    Map<String, Object> tensors = new LinkedHashMap<>();
    boolean layers = false;
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      String name = String.valueOf(entry.getKey());
      if (entry.getValue() instanceof Map<?, ?> inner) {
        visit(path.isEmpty() ? name : path + "." + name, inner, depth + 1);
      } else if (isTensor(entry.getValue())) {
        tensors.put(name, entry.getValue());
        layers |= isLayer(name, entry.getValue());
      }
    }
    // a script may save the same weights under two keys
    if (layers && !found.containsValue(tensors)) {
      found.put(path, tensors);
    } else if (!layers && !tensors.isEmpty()) {
      others.put(path, tensors);
    }
  }

  private static boolean isTensor(Object value) {
    return value instanceof StoredTensor || value instanceof UnreadableTensor;
  }

  /**
   * Whether a tensor is the weight of a layer. Losses, metrics and optimizers do not use this name
   * for a matrix.
   */
  private static boolean isLayer(String name, Object value) {
    return name.endsWith("weight")
        && (value instanceof UnreadableTensor
            || (value instanceof StoredTensor tensor && tensor.shape().rank() > 1));
  }

  private Map<String, StoredTensor> all() {
    Map<String, StoredTensor> all = new LinkedHashMap<>();
    found.forEach(
        (path, tensors) -> all.putAll(tensors(path.isEmpty() ? "" : path + ".", tensors)));
    return all;
  }

  private Map<String, StoredTensor> tensors(String prefix, Map<String, Object> values) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (value instanceof UnreadableTensor unreadable) {
            throw ExportException.in(
                file,
                "%s%s is %s; save plain tensors of a floating type"
                    .formatted(prefix, name, unreadable.kind()));
          }
          tensors.put(prefix + name, (StoredTensor) value);
        });
    return tensors;
  }

  private static String shown(Map<?, ?> entries) {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + described(entry.getValue()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String described(Object value) {
    return value instanceof PassedOver other ? " (a " + other.type() + ")" : "";
  }
}

package dev.tagstream.export.tensor;

import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tensors of a file whose names begin with a key, under their full names. */
public final class SelectedTensors implements NamedTensors {

  private final NamedTensors all;
  private final Set<String> names;

  private SelectedTensors(NamedTensors all, Set<String> names) {
    this.all = all;
    this.names = names;
  }

  /**
   * Selects tensors by a key.
   *
   * @param key the key that leads to them in a checkpoint, or the prefix of their names before a
   *     dot or a slash; null for all tensors
   * @throws ExportException if there are none
   */
  public static NamedTensors of(NamedTensors all, @Nullable String key) {
    if (key == null || (all.key() + ".").startsWith(key + ".")) {
      return all;
    }
    String own = key.startsWith(all.key() + ".") ? key.substring(all.key().length() + 1) : key;
    Set<String> names = new LinkedHashSet<>();
    for (String name : all.names()) {
      if (name.startsWith(own + ".") || name.startsWith(own + "/")) {
        names.add(name);
      }
    }
    if (names.isEmpty()) {
      throw ExportException.in(
          all.file(),
          "has no weights under the key %s; its first tensor is %s"
              .formatted(key, all.names().iterator().next()));
    }
    return new SelectedTensors(all, names);
  }

  @Override
  public Path file() {
    return all.file();
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(names);
  }

  @Override
  public TensorType type(String name) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException("no tensor is called " + name);
    }
    return all.type(name);
  }

  @Override
  public Tensor read(String name) {
    type(name);
    return all.read(name);
  }

  @Override
  public void close() {
    all.close();
  }
}

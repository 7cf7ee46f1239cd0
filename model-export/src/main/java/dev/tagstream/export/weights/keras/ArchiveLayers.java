package dev.tagstream.export.weights.keras;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.LayerStep;
import dev.tagstream.export.tensor.LayerTensors;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.export.tensor.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a {@code .keras} archive. Each has a group named by its class and number, inside
 * the group of its model, such as {@code layers/functional/layers/conv2d_1/vars}.
 */
final class ArchiveLayers implements ModelLayers {

  /** Keras' names for the list of a model's layers, which differ between versions. */
  static final List<String> CONTAINERS = List.of("layers", "_layer_checkpoint_dependencies");

  private static final int MAX_DEPTH = 64;

  private final Path file;
  private final Hdf5Group root;

  ArchiveLayers(Path file, Hdf5Group root) {
    this.file = file;
    this.root = root;
  }

  @Override
  public LayerTensors layer(List<LayerStep> way) {
    Hdf5Group at = root;
    for (LayerStep step : way) {
      Hdf5Group next = child(at, step.key());
      if (next == null) {
        return new Numbered(Map.of());
      }
      at = next;
    }
    Hdf5Group variables = at.groups().get(ObjectLayers.VARIABLES);
    if (variables == null) {
      return new Numbered(Map.of());
    }
    String name = variables.text(ObjectLayers.NAME);
    String expected = way.get(way.size() - 1).name();
    if (name != null && !expected.isEmpty() && !name.equals(expected)) {
      throw ExportException.in(
          file,
          "has the weights of the layer %s at %s, where its configuration has the layer %s"
              .formatted(name, variables.path(), expected));
    }
    return new Numbered(floating(variables));
  }

  @Override
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    addNames(root, names, 0);
    return names;
  }

  private void addNames(Hdf5Group model, Set<String> names, int depth) {
    if (depth > MAX_DEPTH) {
      throw tooDeep();
    }
    for (String container : CONTAINERS) {
      Hdf5Group layers = model.groups().get(container);
      if (layers != null) {
        for (Map.Entry<String, Hdf5Group> layer : layers.groups().entrySet()) {
          names.add(nameOf(layer.getKey(), layer.getValue()));
          addNames(layer.getValue(), names, depth + 1);
        }
      }
    }
  }

  private static String nameOf(String key, Hdf5Group layer) {
    Hdf5Group variables = layer.groups().get(ObjectLayers.VARIABLES);
    String own = variables == null ? null : variables.text(ObjectLayers.NAME);
    return own != null ? own : key;
  }

  @Override
  public int tensors() {
    int count = 0;
    for (Map.Entry<String, Hdf5Group> group : root.groups().entrySet()) {
      count += holdsLayers(group.getKey()) ? count(group.getValue(), 0) : 0;
    }
    return count;
  }

  /** Whether a group contains layers. Keras' internal groups begin with an underscore. */
  private static boolean holdsLayers(String name) {
    return CONTAINERS.contains(name)
        || !(name.startsWith("_") || ObjectLayers.NOT_LAYERS.contains(name));
  }

  private int count(Hdf5Group group, int depth) {
    if (depth > MAX_DEPTH) {
      throw tooDeep();
    }
    int count = floating(group).size();
    for (Hdf5Group child : group.groups().values()) {
      count += count(child, depth + 1);
    }
    return count;
  }

  private ExportException tooDeep() {
    return ExportException.in(file, "has groups nested more than %d deep".formatted(MAX_DEPTH));
  }

  private static Map<String, Hdf5Tensor> floating(Hdf5Group group) {
    Map<String, Hdf5Tensor> floating = new TreeMap<>();
    group
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (tensor.type().isPresent()) {
                floating.put(name, tensor);
              }
            });
    return floating;
  }

  private static @Nullable Hdf5Group child(Hdf5Group model, String key) {
    Map<String, Hdf5Group> groups = model.groups();
    for (String container : CONTAINERS) {
      Hdf5Group layers = groups.get(container);
      Hdf5Group found = layers == null ? null : layers.groups().get(key);
      if (found != null) {
        return found;
      }
    }
    return groups.get(key); // an attribute of a class contains the layer
  }

  /** The tensors of a layer, named {@code 0}, {@code 1} and so on. */
  private record Numbered(Map<String, Hdf5Tensor> tensors) implements LayerTensors {

    @Override
    public int count() {
      return tensors.size();
    }

    @Override
    public Optional<TensorType> type(String kind, int number) {
      return Optional.ofNullable(tensors.get(String.valueOf(number))).flatMap(Hdf5Tensor::type);
    }

    @Override
    public Tensor read(String kind, int number) {
      Hdf5Tensor tensor = tensors.get(String.valueOf(number));
      if (tensor == null) {
        throw new IllegalArgumentException("no tensor has the number " + number);
      }
      return tensor.read();
    }
  }
}

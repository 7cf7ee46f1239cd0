package dev.tagstream.export.weights.keras;

import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The format of {@code save_weights} and {@code save} to {@code .h5}, from Keras 1 to today. The
 * attribute {@code layer_names} lists the layers. Each has a group, whose attribute {@code
 * weight_names} lists the paths of its tensors. In a whole model these groups are in the group
 * {@code model_weights}.
 */
final class LegacyLayers {

  /** The group with the weights of a whole model. */
  static final String WHOLE_MODEL = "model_weights";

  private static final String LAYER_NAMES = "layer_names";
  private static final String WEIGHT_NAMES = "weight_names";

  /** The suffix that TensorFlow appends to the name of a variable. */
  private static final String OUTPUT = ":0";

  /** The names of tensors in Keras 1. Its running_std contains a variance. */
  private static final Map<String, String> KERAS_1 =
      Map.of(
          "W", "kernel",
          "b", "bias",
          "running_mean", "moving_mean",
          "running_std", "moving_variance");

  private LegacyLayers() {}

  /** The names of the layers; null if the file has another format. */
  static @Nullable List<String> namesIn(Hdf5Group group) {
    return group.texts(LAYER_NAMES);
  }

  /** All tensors by name. */
  static Map<String, Hdf5Tensor> tensors(Path file, Hdf5Group group, List<String> layers) {
    TensorTable table = new TensorTable(file);
    for (String layer : layers) {
      Hdf5Group content = group.group(layer);
      List<String> paths = weightNames(file, content);
      boolean nested = holdsLayers(paths);
      for (String path : paths) {
        String owner = nested ? last(parent(path)) : layer;
        table.add(owner + "/" + kind(path, owner), content.tensor(path));
      }
    }
    return table.tensors();
  }

  /** The paths of the tensors in the group of a layer. */
  static List<String> weightNames(Path file, Hdf5Group layer) {
    List<String> paths = layer.texts(WEIGHT_NAMES);
    if (paths == null) {
      throw ExportException.in(
          file, "%s has no attribute %s".formatted(layer.path(), WEIGHT_NAMES));
    }
    return paths;
  }

  /** Whether an entry of the layer list is itself a model with layers. */
  private static boolean holdsLayers(List<String> paths) {
    Set<String> parents = new HashSet<>();
    paths.forEach(path -> parents.add(parent(path)));
    return parents.size() > 1;
  }

  /** The kind of a tensor: {@code kernel} for {@code conv1/kernel:0} and for {@code conv1_W:0}. */
  static String kind(String path, String layer) {
    String name = last(path);
    if (name.endsWith(OUTPUT)) {
      name = name.substring(0, name.length() - OUTPUT.length());
    }
    String kind = name.startsWith(layer + "_") ? name.substring(layer.length() + 1) : name;
    return KERAS_1.getOrDefault(kind, kind);
  }

  static String parent(String path) {
    int end = path.lastIndexOf('/');
    return end < 0 ? "" : path.substring(0, end);
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}

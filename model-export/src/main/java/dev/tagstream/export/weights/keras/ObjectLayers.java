package dev.tagstream.export.weights.keras;

import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The format of {@code .weights.h5} and of the {@code .keras} archive. Groups are nested like the
 * model's objects, such as {@code layers/conv2d_1}. Each group has its tensors in {@code vars},
 * named {@code 0}, {@code 1} and so on. The layer's own name is an attribute of {@code vars}; a
 * layer without one gets the path of its objects as its name.
 */
final class ObjectLayers {

  /** The state of optimizer and metrics does not belong to the model. */
  static final List<String> NOT_LAYERS = List.of("optimizer", "metrics", "_metrics");

  static final String VARIABLES = "vars";
  static final String NAME = "name";

  /** The names that Keras generates for layers without a name. */
  private static final Pattern COUNTED =
      Pattern.compile("(conv2d|batch_normalization|dense)(_[0-9]+)?");

  private static final List<String> CONVOLUTION = List.of("kernel", "bias");
  private static final List<String> BATCH_NORM =
      List.of("gamma", "beta", "moving_mean", "moving_variance");

  /** Bounds the depth because links may be circular; real objects are a few levels deep. */
  private static final int MAX_DEPTH = 32;

  /** Twenty times as many as in a ResNet-152. */
  private static final int MAX_GROUPS = 100_000;

  private final Path file;
  private final TensorTable table;
  private int groups;

  private ObjectLayers(Path file) {
    this.file = file;
    this.table = new TensorTable(file);
  }

  /** All tensors by name. */
  static Map<String, Hdf5Tensor> tensors(Path file, Hdf5Group root) {
    ObjectLayers layers = new ObjectLayers(file);
    root.groups()
        .forEach(
            (name, group) -> {
              if (!NOT_LAYERS.contains(name)) {
                layers.walk(group, name, 1);
              }
            });
    if (layers.table.tensors().isEmpty()) {
      throw ExportException.in(file, "is an HDF5 file without Keras weights");
    }
    return layers.table.tensors();
  }

  private void walk(Hdf5Group group, String path, int depth) {
    if (depth > MAX_DEPTH || ++groups > MAX_GROUPS) {
      throw ExportException.in(
          file, "has more than %d groups, or more than %d nested".formatted(MAX_GROUPS, MAX_DEPTH));
    }
    group
        .groups()
        .forEach(
            (name, child) -> {
              if (name.equals(VARIABLES)) {
                variables(child, path);
              } else {
                walk(child, path + "/" + name, depth + 1);
              }
            });
  }

  private void variables(Hdf5Group group, String path) {
    Map<String, Hdf5Tensor> tensors = group.tensors();
    if (tensors.isEmpty()) {
      return;
    }
    String layer = nameOf(group, path);
    List<String> kinds = kinds(tensors);
    for (Map.Entry<String, Hdf5Tensor> entry : tensors.entrySet()) {
      table.add(layer + "/" + kind(entry.getKey(), kinds), entry.getValue());
    }
  }

  /** The layer's own name, or its path if Keras generated the name. */
  private static String nameOf(Hdf5Group variables, String path) {
    String own = variables.text(NAME);
    if (own != null && !COUNTED.matcher(own).matches()) {
      return own;
    }
    StringBuilder name = new StringBuilder();
    for (String part : path.split("/", -1)) {
      if (!ArchiveLayers.CONTAINERS.contains(part)) {
        name.append(name.isEmpty() ? "" : "/").append(part);
      }
    }
    return name.toString();
  }

  /** The kinds of a layer's tensors. Keras numbers them in the order of their creation. */
  private static List<String> kinds(Map<String, Hdf5Tensor> tensors) {
    return tensors.size() == BATCH_NORM.size() ? BATCH_NORM : CONVOLUTION;
  }

  private static String kind(String number, List<String> kinds) {
    for (int i = 0; i < kinds.size(); i++) {
      if (number.equals(String.valueOf(i))) {
        return kinds.get(i);
      }
    }
    return number;
  }
}

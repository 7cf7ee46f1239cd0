package dev.tagstream.export.weights.keras;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.LayerStep;
import dev.tagstream.export.tensor.LayerTensors;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.export.tensor.TensorType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The layers of a whole model in an {@code .h5} file. The tensors of a nested model are in the
 * group of the outermost model; their names distinguish the layers.
 */
final class LegacyModelLayers implements ModelLayers {

  private static final int MAX_TENSORS = 100_000;

  private final Path file;

  /** The tensors by the name of the outermost layer, then by their path in the file. */
  private final Map<String, Map<String, Hdf5Tensor>> tensors;

  private LegacyModelLayers(Path file, Map<String, Map<String, Hdf5Tensor>> tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  /** Reads the lists of all layers' tensors. */
  static LegacyModelLayers of(Path file, Hdf5Group group, List<String> layers) {
    Map<String, Map<String, Hdf5Tensor>> tensors = new HashMap<>();
    int count = 0;
    for (String layer : layers) {
      Hdf5Group content = group.group(layer);
      Map<String, Hdf5Tensor> own = new HashMap<>();
      for (String path : LegacyLayers.weightNames(file, content)) {
        Hdf5Tensor tensor = content.tensor(path);
        if (tensor.type().isPresent() && own.put(path, tensor) != null) {
          throw ExportException.in(file, "holds more than one tensor called " + path);
        }
        if (++count > MAX_TENSORS) {
          throw ExportException.in(file, "holds more than %d tensors".formatted(MAX_TENSORS));
        }
      }
      if (tensors.put(layer, own) != null) {
        throw ExportException.in(file, "holds more than one layer called " + layer);
      }
    }
    return new LegacyModelLayers(file, tensors);
  }

  @Override
  public LayerTensors layer(List<LayerStep> way) {
    String outermost = way.get(0).name();
    Map<String, Hdf5Tensor> own = tensors.getOrDefault(outermost, Map.of());
    Map<String, Hdf5Tensor> named = new HashMap<>();
    String layer = way.get(way.size() - 1).name();
    boolean nested = way.size() > 1;
    boolean exact = own.keySet().stream().anyMatch(path -> LegacyLayers.parent(path).equals(layer));
    own.forEach(
        (path, tensor) -> {
          String parent = LegacyLayers.parent(path);
          boolean belongs =
              !nested || parent.equals(layer) || (!exact && parent.endsWith("/" + layer));
          if (belongs && named.put(LegacyLayers.kind(path, layer), tensor) != null) {
            throw ExportException.in(
                file,
                "%s holds more than one layer called %s; rename one of them, or save the model as .keras"
                    .formatted(outermost, layer));
          }
        });
    return new Named(named);
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public int tensors() {
    return tensors.values().stream().mapToInt(Map::size).sum();
  }

  /** The tensors of a layer by kind. */
  private record Named(Map<String, Hdf5Tensor> tensors) implements LayerTensors {

    @Override
    public int count() {
      return tensors.size();
    }

    @Override
    public Optional<TensorType> type(String kind, int number) {
      return Optional.ofNullable(tensors.get(kind)).flatMap(Hdf5Tensor::type);
    }

    @Override
    public Tensor read(String kind, int number) {
      Hdf5Tensor tensor = tensors.get(kind);
      if (tensor == null) {
        throw new IllegalArgumentException("no tensor is called " + kind);
      }
      return tensor.read();
    }
  }
}

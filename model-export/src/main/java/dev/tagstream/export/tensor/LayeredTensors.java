package dev.tagstream.export.tensor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tensors of a file that may also describe the network of its layers. */
public interface LayeredTensors {

  /** The file, for error messages. */
  Path file();

  /** The network as the file describes it; empty if it has only weights. */
  Optional<Description> description();

  /**
   * The tensors of a layer; none if the file has none for it.
   *
   * @param way the path from the model to the layer
   * @throws dev.tagstream.export.problem.ExportException if the file has another layer there
   */
  LayerTensors layer(List<LayerStep> way);

  /** The names of the layers that the file lists. Some formats also list layers without tensors. */
  Set<String> layerNames();

  /** The total number of tensors of all layers. */
  int layerTensors();

  /**
   * The description of a network.
   *
   * @param json in the framework's own format
   * @param version of the framework that wrote it; empty if unknown
   */
  record Description(String json, String version) {}
}

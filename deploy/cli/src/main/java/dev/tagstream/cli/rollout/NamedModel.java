package dev.tagstream.cli.rollout;

import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.rollout.ModelManifest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a model here, for a manifest that names it on every TaskManager. */
final class NamedModel {

  private NamedModel() {}

  /**
   * The model as a manifest names it.
   *
   * @param file the model on this machine
   * @param path of the model on every TaskManager; null for the one on this machine
   */
  static ModelManifest.Model of(Path file, @Nullable String path) {
    return new ModelManifest.Model(
        path == null ? file.toAbsolutePath().normalize().toString() : path,
        ModelFile.read(file).sha256());
  }
}

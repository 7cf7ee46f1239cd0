package dev.tagstream.cli.rollout;

import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.record.ModelEpoch;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where a model is on the TaskManagers. */
final class ModelPathOptions {

  @Option(
      names = "--path",
      paramLabel = "PATH|URI",
      description =
          "Where TaskManagers have the model: a path, or a URI of https or s3 from which the job may"
              + " fetch it, see tagging.models.fetch.allow. Default: the path on this machine.")
  private @Nullable String path;

  /** Reads a model here, and names it for a manifest. */
  ModelEpoch.Model of(Path file) {
    return new ModelEpoch.Model(
        path == null ? file.toAbsolutePath().normalize().toString() : path,
        ModelFile.read(file).sha256());
  }
}

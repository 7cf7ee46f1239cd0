package dev.tagstream.cli.rollout;

import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.rollout.ModelManifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code tagstream models set}. */
@Command(
    name = "set",
    description = {
      "Has a running job switch to a model.",
      "",
      "Reads the model here and writes its path and SHA-256 into the manifest, as the next epoch."
          + " Every TaskManager needs the same file, or fetches it by the URI of --path. A canary and a shadow end."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream models set /models/resnet50-v2.onnx",
      "  tagstream models set v2.onnx --path /models/v2.onnx --job live",
      "  tagstream models set v2.onnx --path s3://models/v2.onnx"
    })
public final class SetModelCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "The model file, as it is on this machine.")
  private Path model;

  @Mixin private ModelPathOptions path;

  @Mixin private ManifestOptions options;

  @Override
  public Integer call() throws Exception {
    ModelEpoch.Model named = path.of(model);
    ModelManifest before = options.find();
    Instant now = Instant.now();
    ModelManifest manifest =
        before == null ? ModelManifest.first(named, now) : before.with(named, now);
    options.publish(manifest);
    return ExitCode.OK;
  }
}

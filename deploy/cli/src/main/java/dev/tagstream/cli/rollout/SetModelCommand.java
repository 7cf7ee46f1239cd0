package dev.tagstream.cli.rollout;

import dev.tagstream.pipeline.rollout.ModelManifest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tagstream models set}. */
@Command(
    name = "set",
    description = {
      "Has a running job switch to a model.",
      "",
      "Reads the model here and writes its path and SHA-256 into the manifest, as the next epoch."
          + " Every TaskManager needs the same file. A canary and a shadow end."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream models set /models/resnet50-v2.onnx",
      "  tagstream models set v2.onnx --path /models/v2.onnx --job live"
    })
public final class SetModelCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "The model file, as it is on this machine.")
  private Path model;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "The path of the model on every TaskManager. Default: the one on this machine.")
  private @Nullable String path;

  @Mixin private ManifestOptions options;

  @Override
  public Integer call() throws Exception {
    ModelManifest.Model named = NamedModel.of(model, path);
    ModelManifest before = options.find();
    Instant now = Instant.now();
    ModelManifest manifest =
        before == null ? ModelManifest.first(named, now) : before.with(named, now);
    options.write(manifest);
    PrintWriter out = spec.commandLine().getOut();
    out.println(ModelLines.models(manifest.current()));
    out.flush();
    return ExitCode.OK;
  }
}

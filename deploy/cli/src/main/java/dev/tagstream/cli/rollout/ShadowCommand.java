package dev.tagstream.cli.rollout;

import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.rollout.ModelManifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code tagstream models shadow}. */
@Command(
    name = "shadow",
    description = {
      "Has a running job try a model beside the others.",
      "",
      "The model runs on the same images, if the job has time for it. Its results go to the topic"
          + " of tagging.kafka.shadow-topic only. Guards of the job stop a model that fails, is slow"
          + " or gives other tags."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream models shadow /models/resnet50-v3.onnx",
      "  tagstream models shadow --off"
    })
public final class ShadowCommand implements Callable<Integer> {

  @ArgGroup(multiplicity = "1")
  private Choice choice = new Choice();

  /** A model or none. */
  static final class Choice {

    @Parameters(paramLabel = "MODEL", description = "The model file, as it is on this machine.")
    private @Nullable Path model;

    @Option(names = "--off", description = "Stop the shadow.")
    private boolean off;
  }

  @Mixin private ModelPathOptions path;

  @Mixin private ManifestOptions options;

  @Override
  public Integer call() throws Exception {
    Path file = choice.off ? null : choice.model;
    ModelEpoch.Model model = file == null ? null : path.of(file);
    Instant now = Instant.now();
    ModelManifest manifest = options.findOrBegin(now).withShadow(model, now);
    options.publish(manifest);
    return ExitCode.OK;
  }
}

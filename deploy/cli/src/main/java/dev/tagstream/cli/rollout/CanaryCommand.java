package dev.tagstream.cli.rollout;

import dev.tagstream.console.UserErrorException;
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

/** The command {@code tagstream models canary}. */
@Command(
    name = "canary",
    description = {
      "Has a model tag a share of the images of a running job.",
      "",
      "A hash of an image's id, or of one of its attributes, decides which model tags it. Repeat the"
          + " command with a larger share to add images: those that the canary tags stay with it."
          + " Guards of the job stop a model that fails, is slow or is less sure."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream models canary /models/resnet50-v3.onnx --share 0.05",
      "  tagstream models canary /models/resnet50-v3.onnx --share 0.2 --by camera",
      "  tagstream models canary --off"
    })
public final class CanaryCommand implements Callable<Integer> {

  @ArgGroup(multiplicity = "1")
  private Choice choice = new Choice();

  /** A model or none. */
  static final class Choice {

    @Parameters(paramLabel = "MODEL", description = "The model file, as it is on this machine.")
    private @Nullable Path model;

    @Option(names = "--off", description = "Stop the canary: the main model tags all images.")
    private boolean off;
  }

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      description = "The share of the images, above 0 and below 1.")
  private @Nullable Double share;

  @Option(
      names = "--by",
      paramLabel = "ATTRIBUTE",
      description =
          "Images with the same value of this attribute have the same model; images without it are"
              + " the main model's. Default: each image by its id.")
  private @Nullable String by;

  @Mixin private ModelPathOptions path;

  @Mixin private ManifestOptions options;

  @Override
  public Integer call() throws Exception {
    Path file = choice.off ? null : choice.model;
    Instant now = Instant.now();
    ModelManifest manifest =
        file == null
            ? options.findOrBegin(now).withoutCanary(now)
            : options.findOrBegin(now).withCanary(path.of(file), share(), attribute(), now);
    options.publish(manifest);
    return ExitCode.OK;
  }

  private double share() {
    Double given = share;
    if (given == null || !(given > 0 && given < 1)) {
      throw new UserErrorException(
          "--share must be above 0 and below 1 but was " + (given == null ? "not given" : given));
    }
    return given;
  }

  private @Nullable String attribute() {
    if (by != null && by.isBlank()) {
      throw new UserErrorException("--by must be the name of an attribute but was blank");
    }
    return by;
  }
}

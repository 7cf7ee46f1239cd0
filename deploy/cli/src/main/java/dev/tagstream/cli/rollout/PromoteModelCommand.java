package dev.tagstream.cli.rollout;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.rollout.ModelManifest;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** The command {@code tagstream models promote}. */
@Command(
    name = "promote",
    description = {
      "Makes the canary of a running job, or else its shadow, the model that tags all images.",
      "",
      "Then there is neither a canary nor a shadow. 'tagstream models rollback' returns to the model"
          + " before."
    },
    footer = {"", "Example:", "  tagstream models promote --job live"})
public final class PromoteModelCommand implements Callable<Integer> {

  @Mixin private ManifestOptions options;

  @Override
  public Integer call() throws Exception {
    ModelManifest before = options.read();
    if (before.current().canary() == null && before.current().shadow() == null) {
      throw new UserErrorException(
          "there is neither a canary nor a shadow to promote; choose a model with 'tagstream models set'");
    }
    ModelManifest manifest = before.promote(Instant.now());
    options.publish(manifest);
    return ExitCode.OK;
  }
}

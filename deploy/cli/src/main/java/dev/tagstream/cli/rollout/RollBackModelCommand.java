package dev.tagstream.cli.rollout;

import dev.tagstream.pipeline.rollout.ModelManifest;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** The command {@code tagstream models rollback}. */
@Command(
    name = "rollback",
    description = {
      "Has a running job switch back to the model that it used before the current one.",
      "",
      "If there is a canary, it ends and the main model stays. A shadow ends in any case.",
      "",
      "A second rollback returns to the model that the first one left; 'tagstream models set'"
          + " chooses any other. If the manifest names only one model, the job returns to the model"
          + " that it was started with."
    },
    footer = {"", "Example:", "  tagstream models rollback --job live"})
public final class RollBackModelCommand implements Callable<Integer> {

  @Mixin private ManifestOptions options;

  @Override
  public Integer call() throws Exception {
    ModelManifest before = options.read();
    ModelManifest manifest = before.rollBack(Instant.now());
    options.publish(manifest);
    return ExitCode.OK;
  }
}

package dev.tagstream.cli.rollout;

import dev.tagstream.pipeline.rollout.ModelManifest;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tagstream models show}. */
@Command(
    name = "show",
    description = {
      "Prints the models that a job is to tag with, and what a guard of the job has stopped.",
      "",
      "Results say which model tagged: modelEpoch, modelRole, modelName and modelSha256."
    },
    footer = {"", "Example:", "  tagstream models show --job live"})
public final class ShowModelCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private ManifestOptions options;

  @Override
  public Integer call() throws Exception {
    ModelManifest.Entry current = options.read().current();
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? ModelLines.json(current) : ModelLines.of(current));
    out.flush();
    return ExitCode.OK;
  }
}

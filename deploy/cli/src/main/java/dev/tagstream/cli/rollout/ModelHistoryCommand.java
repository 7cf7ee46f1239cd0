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

/** The command {@code tagstream models history}. */
@Command(
    name = "history",
    description =
        "Prints the models that a job was to tag with, one epoch on each line, newest last; the"
            + " last "
            + ModelManifest.MOST_ENTRIES
            + " of them.",
    footer = {"", "Example:", "  tagstream models history --job live --json"})
public final class ModelHistoryCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object on each line.")
  private boolean json;

  @Mixin private ManifestOptions options;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    for (ModelManifest.Entry entry : options.read().entries()) {
      out.println(json ? ModelLines.json(entry) : ModelLines.of(entry));
    }
    out.flush();
    return ExitCode.OK;
  }
}

package dev.tagstream.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code tagstream completion}. */
@Command(
    name = "completion",
    description = "Prints the script that completes commands and options in bash and zsh.",
    footer = {
      "",
      "Examples:",
      "  source <(tagstream completion)",
      "  tagstream completion > ~/.local/share/bash-completion/completions/tagstream"
    })
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    CommandSpec root = spec.root();
    out.print(AutoComplete.bash(root.name(), root.commandLine()));
    out.flush();
    return ExitCode.OK;
  }
}

package dev.tagstream.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tagstream help}. Picocli's own has an option that all commands inherit here. */
@Command(
    name = "help",
    description = "Shows the help of a command, as 'tagstream COMMAND --help' does.",
    footer = {"", "Examples:", "  tagstream help publish", "  tagstream help bench latency"})
final class HelpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The command. Default: tagstream itself.")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    CommandLine command = spec.root().commandLine();
    for (String name : names) {
      command = subcommand(command, name);
    }
    PrintWriter out = spec.commandLine().getOut();
    command.usage(out);
    out.flush();
    return ExitCode.OK;
  }

  private CommandLine subcommand(CommandLine command, String name) {
    CommandLine found = command.getSubcommands().get(name);
    if (found == null) {
      String known = String.join(", ", command.getSubcommands().keySet());
      throw new ParameterException(
          spec.commandLine(),
          known.isEmpty()
              ? "%s has no commands".formatted(command.getCommandSpec().qualifiedName())
              : "no command is called '%s'; choose one of %s".formatted(name, known));
    }
    return found;
  }
}

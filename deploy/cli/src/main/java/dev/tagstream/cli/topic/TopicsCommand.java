package dev.tagstream.cli.topic;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code tagstream topics}. */
@Command(
    name = "topics",
    description = "Creates the topics of the job.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = CreateTopicsCommand.class)
public final class TopicsCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Prints the list of commands, because no command was given. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}

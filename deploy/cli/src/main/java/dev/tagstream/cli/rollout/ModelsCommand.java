package dev.tagstream.cli.rollout;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code tagstream models}. */
@Command(
    name = "models",
    description = {
      "Changes the model of a running job.",
      "",
      "The job needs tagging.models.topic or tagging.models.file. It prepares the new model beside"
          + " the running one, then switches at a checkpoint: each partition changes its model at"
          + " one offset. A model that cannot be used never tags; the job goes on with the old one."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SetModelCommand.class,
      ShowModelCommand.class,
      CanaryCommand.class,
      ShadowCommand.class,
      PromoteModelCommand.class,
      RollBackModelCommand.class,
      ModelHistoryCommand.class
    })
public final class ModelsCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Prints the list of commands, because no command was given. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}

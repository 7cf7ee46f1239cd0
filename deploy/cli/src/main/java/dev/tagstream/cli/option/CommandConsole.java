package dev.tagstream.cli.option;

import dev.tagstream.console.Console;
import dev.tagstream.console.Terminal;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** The console of a command. */
public final class CommandConsole {

  private CommandConsole() {}

  /** Messages go to standard output, progress to standard error. */
  public static Console of(CommandSpec command) {
    return new Console(
        command.commandLine().getOut(), command.commandLine().getErr(), Terminal.ofStandardError());
  }

  /** Everything goes to standard error, because standard output carries data. */
  public static Console messagesOnly(CommandSpec command) {
    PrintWriter messages = command.commandLine().getErr();
    return new Console(messages, messages, Terminal.ofStandardError());
  }
}

package dev.tagstream.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** What a command printed, and its exit code. */
public record CommandRun(int exitCode, String out, String err) {

  /** Runs a subcommand in this process. */
  public static CommandRun of(
      String command, String subcommand, String[] arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(command, subcommand));
    all.addAll(List.of(arguments));
    all.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Tagstream.commandLine(new Interruption())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new CommandRun(code, out.toString(), err.toString());
  }
}

package dev.tagstream.cli.bench;

import dev.tagstream.bench.frame.Report;
import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.console.Console;
import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a benchmark tells what it found. */
final class ReportOption {

  @Option(
      names = "--json",
      description = "One JSON object with everything, each round's measurement too.")
  private boolean json;

  /** Where a benchmark tells how far it is. */
  Console console(CommandSpec spec) {
    return json ? CommandConsole.messagesOnly(spec) : CommandConsole.of(spec);
  }

  /** Prints a report and gives the exit code. */
  int print(Report report, CommandSpec spec) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? report.json() : report.text().stripTrailing());
    out.flush();
    return report.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}

package dev.tagstream.cli.bench;

import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.console.Console;
import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the benchmark of a command and prints its report. */
final class BenchmarkRunner {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--json",
      description = "Print one JSON object with everything, including each round's measurement.")
  private boolean json;

  /** Runs a benchmark, prints its report, and returns the exit code. */
  int run(Benchmark benchmark) throws Exception {
    Console console = json ? CommandConsole.messagesOnly(command) : CommandConsole.of(command);
    Report report = benchmark.run(console);
    PrintWriter out = command.commandLine().getOut();
    out.println(json ? report.json() : report.text().stripTrailing());
    out.flush();
    return report.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}

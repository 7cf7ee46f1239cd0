package dev.tagstream.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code tagstream bench}. */
@Command(
    name = "bench",
    description = {
      "Runs a benchmark. The sides that are compared take turns in one process, so other "
          + "load on the machine slows all of them. The result is the ratio of throughput and of "
          + "processor time, round by round, as median and spread.",
      "",
      "Exit code 1 if the sides did not do the same work. The report names missed targets, "
          + "which do not change the exit code."
    },
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = {
      BenchEndToEndCommand.class,
      BenchDataPathCommand.class,
      BenchDecodeCommand.class,
      BenchNaiveCommand.class,
      BenchLatencyCommand.class,
      BenchScaleCommand.class,
      BenchGpuSessionsCommand.class,
      BenchGpuDecodeCommand.class,
      BenchGpuMemoryCommand.class,
      BenchImagesCommand.class,
      BenchTagCommand.class,
      BenchFetchCommand.class,
      BenchShadowCommand.class,
      BenchSqlCommand.class
    })
public final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "the name of a benchmark is missing");
  }
}

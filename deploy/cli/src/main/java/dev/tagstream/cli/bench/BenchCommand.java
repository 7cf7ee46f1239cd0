package dev.tagstream.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tagstream bench}. */
@Command(
    name = "bench",
    description = {
      "Benchmarks. What is compared takes turns in one process, so that whatever else the machine"
          + " does slows both; what counts are the ratios, round by round: their median and spread,"
          + " of throughput and of processor time.",
      "",
      "Exit code 1 if the sides did not do the same work. A target that is missed is said, and no"
          + " failure."
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
      BenchPicturesCommand.class
    })
public final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "the name of a benchmark is missing");
  }
}

package dev.tagstream.cli.bench;

import dev.tagstream.bench.JobSetup;
import dev.tagstream.bench.Latency;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.console.UserErrorException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code tagstream bench latency}. */
@Command(
    name = "latency",
    description = {
      "Measures the latency of events at 25, 50 and 80 %% of the capacity, which it measures "
          + "first. Events arrive at random times, as from independent senders, and do not wait "
          + "for earlier events. Latency counts from when an event is due, until its result is "
          + "written and until it is committed.",
      "",
      "Committed results become visible at checkpoints. Here the job makes one every second "
          + "unless you set --tagging.checkpoint.interval."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream bench latency --seconds 120",
      "  tagstream bench latency --precision int8 --tagging.batch.max-images 4"
    })
final class BenchLatencyCommand implements Callable<Integer> {

  private static final int IMAGES = 64;
  private static final int MAX_SECONDS = 24 * 3600;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long events arrive at each rate. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Mixin private BenchmarkRunner runner;

  @Mixin private WorkOptions work;

  @Mixin private ModelOptions model;

  @Mixin private JobBenchOptions job;

  @Override
  public Integer call() throws Exception {
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw new UserErrorException(
          "--seconds must be from 1 to %d but was %d".formatted(MAX_SECONDS, seconds));
    }
    Rounds.Plan plan = work.plan(IMAGES);
    JobSetup setup = job.setup(work, plan);
    Duration duration = Duration.ofSeconds(seconds);
    return runner.run(
        model.benchmark(
            setup.work(),
            work.seed(),
            opened -> new Latency(opened, setup, plan, duration, work.seed())));
  }
}

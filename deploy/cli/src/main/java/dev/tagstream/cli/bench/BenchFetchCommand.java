package dev.tagstream.cli.bench;

import dev.tagstream.bench.Fetch;
import dev.tagstream.bench.JobSetup;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.console.UserErrorException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code tagstream bench fetch}. */
@Command(
    name = "fetch",
    description = {
      "Measures what it costs to fetch images. One side is the job on events that name URIs; a "
          + "server in this process answers each of them late. The other side is the job on "
          + "events that have the bytes. Both read and write Kafka with exactly-once delivery and "
          + "run the same model.",
      "",
      "The processor time of the server and of both brokers counts for the side that runs."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream bench fetch",
      "  tagstream bench fetch --latency-ms 100"
    })
final class BenchFetchCommand implements Callable<Integer> {

  private static final int IMAGES = 128;

  @Option(
      names = "--latency-ms",
      paramLabel = "N",
      defaultValue = "20",
      description = "From a request to its answer, in ms. Default: ${DEFAULT-VALUE}.")
  private int latencyMillis = 20;

  @Mixin private BenchmarkRunner runner;

  @Mixin private WorkOptions work;

  @Mixin private ModelOptions model;

  @Mixin private JobBenchOptions job;

  @Override
  public Integer call() throws Exception {
    if (latencyMillis < 0) {
      throw new UserErrorException("--latency-ms must be at least 0 but was " + latencyMillis);
    }
    Rounds.Plan plan = work.plan(IMAGES);
    JobSetup setup = job.setup(work, plan);
    Duration latency = Duration.ofMillis(latencyMillis);
    return runner.run(
        model.benchmark(
            setup.work(), work.seed(), opened -> new Fetch(opened, setup, plan, latency)));
  }
}

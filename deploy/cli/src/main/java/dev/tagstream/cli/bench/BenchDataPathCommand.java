package dev.tagstream.cli.bench;

import dev.tagstream.bench.DataPath;
import dev.tagstream.bench.frame.Rounds;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code tagstream bench data-path}. */
@Command(
    name = "data-path",
    description = {
      "Measures what everything but the model costs. One side is the job, from Kafka to "
          + "Kafka, with a trivial model. The other side decodes, resizes and normalizes the same "
          + "bytes in a loop, on as many threads, without Kafka and Flink.",
      "",
      "The clock of the job runs from when its events can be read until the last result is "
          + "written. The processor time of the broker, which runs in this process, counts for "
          + "the job."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream bench data-path",
      "  tagstream bench data-path --images ~/photos --tagging.batch.max-images 4"
    })
final class BenchDataPathCommand implements Callable<Integer> {

  private static final int IMAGES = 2000;

  @Mixin private BenchmarkRunner runner;

  @Mixin private WorkOptions work;

  @Mixin private JobBenchOptions job;

  @Override
  public Integer call() throws Exception {
    Rounds.Plan plan = work.plan(IMAGES);
    return runner.run(new DataPath(job.setup(work, plan), plan, work.seed()));
  }
}

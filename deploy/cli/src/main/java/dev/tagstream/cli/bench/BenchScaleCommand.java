package dev.tagstream.cli.bench;

import dev.tagstream.bench.JobSetup;
import dev.tagstream.bench.Scale;
import dev.tagstream.bench.image.ImageSize;
import dev.tagstream.console.UserErrorException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code tagstream bench scale}. */
@Command(
    name = "scale",
    description = {
      "Checks that the job stays as fast and as small as it was. It prints the cost of an "
          + "image, the heap after a garbage collection and the resident memory after 10 000, 100 "
          + "000 and 1 000 000 events of one job, with thumbnails of 64x48 pixels and a trivial "
          + "model.",
      "",
      "It publishes 10 000 events at a time, which is not measured, and deletes them later, "
          + "so that the disk does not fill."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream bench scale",
      "  tagstream bench scale --events 100000"
    })
final class BenchScaleCommand implements Callable<Integer> {

  private static final int DEFAULT_ROUND = 10_000;
  private static final long MAX_EVENTS = 1_000_000_000;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many events to send. Default: ${DEFAULT-VALUE}.")
  private long events;

  @Mixin private BenchmarkRunner runner;

  @Mixin private ImagesOptions images;

  @Mixin private JobBenchOptions job;

  @Override
  public Integer call() throws Exception {
    if (events < 1 || events > MAX_EVENTS) {
      throw new UserErrorException(
          "--events must be from 1 to %d but was %d".formatted(MAX_EVENTS, events));
    }
    int round = (int) Math.min(DEFAULT_ROUND, events);
    JobSetup setup = job.setup(images.workload(ImageSize.THUMBNAIL, round, job.slots()));
    return runner.run(new Scale(setup, events / round * round, images.seed()));
  }
}

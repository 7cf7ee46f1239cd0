package dev.tagstream.cli.bench;

import dev.tagstream.bench.Scale;
import dev.tagstream.bench.picture.PictureSize;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.cli.option.DefaultImageLimits;
import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.cli.option.Slots;
import dev.tagstream.console.UserErrorException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream bench scale}. */
@Command(
    name = "scale",
    description = {
      "Whether the job stays as it is: cost of an image, heap after a garbage collection and"
          + " resident memory after 10 000, 100 000 and 1 000 000 events of one job, with"
          + " thumbnails of 64x48 pixels and a model whose arithmetic is next to nothing.",
      "",
      "Events are published 10 000 at a time, which is not measured, and deleted a while later, so"
          + " that the disk does not fill."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream bench scale",
      "  tagstream bench scale --events 100000"
    })
final class BenchScaleCommand implements Callable<Integer> {

  private static final int USUAL_ROUND = 10_000;
  private static final long MAX_EVENTS = 1_000_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "All events. Default: ${DEFAULT-VALUE}.")
  private long events;

  @Mixin private PicturesOptions pictures;

  @Mixin private Slots slots;

  @Mixin private JobOptions jobOptions;

  @Mixin private ReportOption report;

  @Override
  public Integer call() throws Exception {
    if (events < 1 || events > MAX_EVENTS) {
      throw new UserErrorException(
          "--events must be from 1 to %d but was %d".formatted(MAX_EVENTS, events));
    }
    int round = (int) Math.min(USUAL_ROUND, events);
    Workload work =
        new Workload(
            pictures.pictures(PictureSize.THUMBNAIL),
            DefaultImageLimits.ofTheJob(),
            round,
            slots.count());
    Scale benchmark = new Scale(work, events / round * round, pictures.seed(), jobOptions.given());
    return report.print(benchmark.run(report.console(spec)), spec);
  }
}

package dev.tagstream.cli.bench;

import dev.tagstream.bench.Latency;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.cli.option.Slots;
import dev.tagstream.console.Console;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.embedded.TemporaryFolder;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream bench latency}. */
@Command(
    name = "latency",
    description = {
      "How long an event waits for its result, at 25, 50 and 80 % of the capacity, which is"
          + " measured first. Events come in by the clock, at random as from independent senders,"
          + " whatever becomes of those before them; latency counts from when an event was due,"
          + " until its result is written and until it is committed.",
      "",
      "Committed results become visible at checkpoints, here every second unless"
          + " --tagging.checkpoint.interval says otherwise."
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

  @Spec private CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "For how long events come in at each rate. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Mixin private ModelOptions model;

  @Mixin private RoundsOptions rounds;

  @Mixin private PicturesOptions pictures;

  @Mixin private Slots slots;

  @Mixin private JobOptions jobOptions;

  @Mixin private ReportOption report;

  @Override
  public Integer call() throws Exception {
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw new UserErrorException(
          "--seconds must be from 1 to %d but was %d".formatted(MAX_SECONDS, seconds));
    }
    Console console = report.console(spec);
    Rounds.Plan plan = rounds.plan(IMAGES);
    Workload work = pictures.workload(plan, slots.count());
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-")) {
      Latency benchmark =
          new Latency(
              model.file(folder, work, pictures.seed(), console),
              model.name(pictures.seed()),
              work,
              plan,
              Duration.ofSeconds(seconds),
              pictures.seed(),
              jobOptions.given());
      return report.print(benchmark.run(console), spec);
    }
  }
}

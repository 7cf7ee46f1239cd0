package dev.tagstream.cli.bench;

import dev.tagstream.bench.DataPath;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.cli.option.Slots;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tagstream bench data-path}. */
@Command(
    name = "data-path",
    description = {
      "What everything but the model costs: the job, from Kafka to Kafka, with a model whose"
          + " arithmetic is next to nothing, against decoding, resizing and normalizing the same"
          + " bytes in a loop, without Kafka and Flink, on as many threads.",
      "",
      "The job is measured from the moment its events can be read until the last result is"
          + " written. The processor time of the broker, which runs in this process, counts."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream bench data-path",
      "  tagstream bench data-path --pictures ~/photos --tagging.batch.max-images 4"
    })
final class BenchDataPathCommand implements Callable<Integer> {

  private static final int IMAGES = 2000;

  @Spec private CommandSpec spec;

  @Mixin private RoundsOptions rounds;

  @Mixin private PicturesOptions pictures;

  @Mixin private Slots slots;

  @Mixin private JobOptions jobOptions;

  @Mixin private ReportOption report;

  @Override
  public Integer call() throws Exception {
    Rounds.Plan plan = rounds.plan(IMAGES);
    DataPath benchmark =
        new DataPath(
            pictures.workload(plan, slots.count()), plan, jobOptions.given(), pictures.seed());
    return report.print(benchmark.run(report.console(spec)), spec);
  }
}

package dev.tagstream.cli.bench;

import dev.tagstream.bench.EndToEnd;
import dev.tagstream.bench.SameTags;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.Target;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.cli.option.Slots;
import dev.tagstream.console.Console;
import dev.tagstream.embedded.TemporaryFolder;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.schemas.model.Precision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tagstream bench end-to-end}. */
@Command(
    name = "end-to-end",
    description = {
      "What the whole way costs beside the model: the job, from Kafka to Kafka and exactly once,"
          + " against bare ONNX Runtime on ready-made tensors: the same model, the same pictures,"
          + " as many threads on one session.",
      "",
      "The job is measured from the moment its events can be read until the last result is"
          + " written; it, Flink and the broker started long before."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream bench end-to-end",
      "  tagstream bench end-to-end --precision int8",
      "  tagstream bench end-to-end --model resnet50.onnx --pictures ~/photos"
    })
final class BenchEndToEndCommand implements Callable<Integer> {

  private static final int IMAGES = 64;
  private static final Target FLOAT32_TARGET = Target.atLeast(0.93);
  private static final Target INT8_TARGET = Target.atLeast(0.88);

  @Spec private CommandSpec spec;

  @Mixin private ModelOptions model;

  @Mixin private RoundsOptions rounds;

  @Mixin private PicturesOptions pictures;

  @Mixin private Slots slots;

  @Mixin private JobOptions jobOptions;

  @Mixin private ReportOption report;

  @Override
  public Integer call() throws Exception {
    Console console = report.console(spec);
    Rounds.Plan plan = rounds.plan(IMAGES);
    Workload work = pictures.workload(plan, slots.count());
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-")) {
      EndToEnd benchmark =
          new EndToEnd(
              model.file(folder, work, pictures.seed(), console),
              model.name(pictures.seed()),
              model.precision() == Precision.INT8 ? INT8_TARGET : FLOAT32_TARGET,
              work,
              plan,
              sameTags(),
              jobOptions.given());
      return report.print(benchmark.run(console), spec);
    }
  }

  private SameTags sameTags() {
    boolean tf32 = Boolean.parseBoolean(jobOptions.given().get(TaggingOptions.DEVICE_TF32.key()));
    return tf32 || model.precision() == Precision.FLOAT16 ? SameTags.of11Bits() : SameTags.usual();
  }
}

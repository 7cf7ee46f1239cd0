package dev.tagstream.cli.bench;

import dev.tagstream.bench.EndToEnd;
import dev.tagstream.bench.JobSetup;
import dev.tagstream.bench.SameTags;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.Target;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.schemas.model.Precision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code tagstream bench end-to-end}. */
@Command(
    name = "end-to-end",
    description = {
      "Measures what Kafka, Flink and decoding cost beside the model. One side is the job, "
          + "from Kafka to Kafka with exactly-once delivery. The other side runs bare ONNX "
          + "Runtime on ready-made tensors of the same images, with the same model, and as many "
          + "threads on one session.",
      "",
      "The clock of the job runs from when its events can be read until the last result is "
          + "written. The job, Flink and the broker started long before."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream bench end-to-end",
      "  tagstream bench end-to-end --precision int8",
      "  tagstream bench end-to-end --model resnet50.onnx --images ~/photos"
    })
final class BenchEndToEndCommand implements Callable<Integer> {

  private static final int IMAGES = 64;
  private static final Target FLOAT32_TARGET = Target.atLeast(0.93);
  private static final Target INT8_TARGET = Target.atLeast(0.88);

  @Mixin private BenchmarkRunner runner;

  @Mixin private WorkOptions work;

  @Mixin private ModelOptions model;

  @Mixin private JobBenchOptions job;

  @Override
  public Integer call() throws Exception {
    Rounds.Plan plan = work.plan(IMAGES);
    JobSetup setup = job.setup(work, plan);
    return runner.run(
        model.benchmark(
            setup.work(),
            work.seed(),
            opened -> new EndToEnd(opened, target(), setup, plan, sameTags())));
  }

  private Target target() {
    return model.precision() == Precision.INT8 ? INT8_TARGET : FLOAT32_TARGET;
  }

  private SameTags sameTags() {
    boolean tf32 = Boolean.parseBoolean(job.given().get(TaggingOptions.DEVICE_TF32.key()));
    return tf32 || model.precision() == Precision.FLOAT16 ? SameTags.of11Bits() : SameTags.usual();
  }
}

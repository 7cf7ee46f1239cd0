package dev.tagstream.cli.bench;

import dev.tagstream.bench.JobSetup;
import dev.tagstream.bench.Shadow;
import dev.tagstream.bench.frame.Rounds;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code tagstream bench shadow}. */
@Command(
    name = "shadow",
    description = {
      "Measures what a shadow costs. One side is a job whose shadow is the same model as its main"
          + " model, the other is the job without a shadow, and the third runs bare ONNX Runtime on"
          + " ready-made tensors.",
      "",
      "A slot under load drops its shadow. The jobs therefore first run at full load, which shows"
          + " the throughput and the share of images that still have a shadow. Then the events"
          + " come at a quarter of this rate, at which each image has one."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream bench shadow",
      "  tagstream bench shadow --model resnet50.onnx --images ~/photos"
    })
final class BenchShadowCommand implements Callable<Integer> {

  private static final int IMAGES = 64;

  @Mixin private BenchmarkRunner runner;

  @Mixin private WorkOptions work;

  @Mixin private ModelOptions model;

  @Mixin private JobBenchOptions job;

  @Override
  public Integer call() throws Exception {
    Rounds.Plan plan = work.plan(IMAGES);
    JobSetup setup = job.setup(work, plan);
    return runner.run(
        model.benchmark(setup.work(), work.seed(), opened -> new Shadow(opened, setup, plan)));
  }
}

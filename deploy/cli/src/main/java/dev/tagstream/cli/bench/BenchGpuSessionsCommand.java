package dev.tagstream.cli.bench;

import dev.tagstream.bench.GpuSessions;
import dev.tagstream.bench.bare.BareSettings;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.image.Workload;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code tagstream bench gpu-sessions}. */
@Command(
    name = "gpu-sessions",
    description = {
      "Measures settings of ONNX Runtime's CUDA provider. Bare sessions run on ready-made "
          + "tensors with pinned memory, NHWC, larger batches, one session and other settings, "
          + "each against the usual settings. Needs a GPU."
    },
    footer = {
      "",
      "Example:",
      "  tagstream bench gpu-sessions --precision float16 --images-per-round 8192 --rounds 3"
    })
final class BenchGpuSessionsCommand implements Callable<Integer> {

  private static final int IMAGES = 8192;

  @Mixin private BenchmarkRunner runner;

  @Mixin private WorkOptions work;

  @Mixin private ModelOptions model;

  @Mixin private GpuOptions gpu;

  @Override
  public Integer call() throws Exception {
    Rounds.Plan plan = work.plan(IMAGES);
    Workload load = work.workload(plan, 1);
    BareSettings usual = BareSettings.cuda(gpu.index(), gpu.batch());
    return runner.run(
        model.benchmark(load, work.seed(), opened -> new GpuSessions(opened, usual, load, plan)));
  }
}

package dev.tagstream.cli.bench;

import dev.tagstream.bench.GpuDecode;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.cli.option.Slots;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.gpu.GpuException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code tagstream bench gpu-decode}. */
@Command(
    name = "gpu-decode",
    description = {
      "Measures the decoder of a GPU (--tagging.decode.mode gpu) alone. All threads decode, "
          + "resize and crop batches of JPEGs on the GPU, and as many threads do so on the CPU. "
          + "Then it prints how far the pixels and the best tags of both differ. Needs a GPU, "
          + "nvJPEG and NVRTC."
    },
    footer = {
      "",
      "Example:",
      "  tagstream bench gpu-decode --model resnet50.onnx --images ~/photos --images-per-round"
          + " 20000"
    })
final class BenchGpuDecodeCommand implements Callable<Integer> {

  private static final int IMAGES = 16_384;

  @Mixin private BenchmarkRunner runner;

  @Mixin private WorkOptions work;

  @Mixin private ModelOptions model;

  @Mixin private Slots slots;

  @Mixin private GpuOptions gpu;

  @Override
  public Integer call() throws Exception {
    Rounds.Plan plan = work.plan(IMAGES);
    Workload load = work.workload(plan, slots.count());
    try {
      return runner.run(
          model.benchmark(
              load,
              work.seed(),
              opened -> new GpuDecode(opened, gpu.index(), gpu.batch(), load, plan)));
    } catch (GpuException unusable) {
      throw new UserErrorException(String.valueOf(unusable.getMessage()));
    }
  }
}

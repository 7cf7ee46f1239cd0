package dev.tagstream.cli.bench;

import dev.tagstream.bench.GpuMemory;
import dev.tagstream.bench.image.ImageSize;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code tagstream bench gpu-memory}. */
@Command(
    name = "gpu-memory",
    description = {
      "Checks that closed sessions leave no memory on a GPU. It opens the sessions of a model, "
          + "runs and closes them, again and again, and prints the memory of the card after each "
          + "time. Needs a GPU that nothing else uses.",
      "",
      "Exit code 1 if the memory grows by more than 1 %%."
    },
    footer = {"", "Example:", "  tagstream bench gpu-memory --times 50"})
final class BenchGpuMemoryCommand implements Callable<Integer> {

  @Mixin private BenchmarkRunner runner;

  @Mixin private ImagesOptions images;

  @Mixin private ModelOptions model;

  @Mixin private GpuOptions gpu;

  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "50",
      description = "How often to open and close the sessions. Default: ${DEFAULT-VALUE}.")
  private int times;

  @Override
  public Integer call() throws Exception {
    if (times < 2) {
      throw new UserErrorException("--times must be at least 2 but was " + times);
    }
    try {
      return runner.run(
          model.benchmark(
              images.workload(ImageSize.WEB, 1, 1),
              images.seed(),
              opened -> new GpuMemory(opened, gpu.index(), gpu.batch(), times)));
    } catch (UnusableDeviceException unusable) {
      throw new UserErrorException(String.valueOf(unusable.getMessage()));
    }
  }
}

package dev.tagstream.cli.bench;

import dev.tagstream.bench.GpuDecode;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.cli.option.Slots;
import dev.tagstream.console.Console;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.embedded.TemporaryFolder;
import dev.tagstream.pipeline.gpu.GpuException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tagstream bench gpu-decode}. */
@Command(
    name = "gpu-decode",
    description = {
      "What a GPU's decoder does alone (--tagging.decode.mode gpu): all threads decode, resize and"
          + " crop batches of JPEGs on it, against as many threads on the CPU; then how far the"
          + " pixels and the best tags of both differ. Needs a GPU, nvJPEG and NVRTC."
    },
    footer = {
      "",
      "Example:",
      "  tagstream bench gpu-decode --model resnet50.onnx --pictures ~/photos --images 20000"
    })
final class BenchGpuDecodeCommand implements Callable<Integer> {

  private static final int IMAGES = 16_384;

  @Spec private CommandSpec spec;

  @Mixin private ModelOptions model;

  @Mixin private RoundsOptions rounds;

  @Mixin private PicturesOptions pictures;

  @Mixin private Slots slots;

  @Mixin private ReportOption report;

  @Mixin private GpuOptions card;

  @Override
  public Integer call() throws Exception {
    Console console = report.console(spec);
    Rounds.Plan plan = rounds.plan(IMAGES);
    Workload work = pictures.workload(plan, slots.count());
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-")) {
      GpuDecode benchmark =
          new GpuDecode(
              model.file(folder, work, pictures.seed(), console),
              card.gpu(),
              card.batch(),
              work,
              plan);
      return report.print(benchmark.run(console), spec);
    } catch (GpuException unusable) {
      throw new UserErrorException(String.valueOf(unusable.getMessage()));
    }
  }
}

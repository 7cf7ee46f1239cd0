package dev.tagstream.cli.bench;

import dev.tagstream.bench.GpuSessions;
import dev.tagstream.bench.bare.BareSettings;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.console.Console;
import dev.tagstream.embedded.TemporaryFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tagstream bench gpu-sessions}. */
@Command(
    name = "gpu-sessions",
    description = {
      "What each setting of ONNX Runtime's CUDA provider does for a model: bare sessions on"
          + " ready-made tensors with pinned memory, NHWC, larger batches, one session, and so on,"
          + " against the usual settings. Needs a GPU."
    },
    footer = {
      "",
      "Example:",
      "  tagstream bench gpu-sessions --precision float16 --images 8192 --rounds 3"
    })
final class BenchGpuSessionsCommand implements Callable<Integer> {

  private static final int IMAGES = 8192;

  @Spec private CommandSpec spec;

  @Mixin private ModelOptions model;

  @Mixin private RoundsOptions rounds;

  @Mixin private PicturesOptions pictures;

  @Mixin private ReportOption report;

  @Mixin private GpuOptions card;

  @Override
  public Integer call() throws Exception {
    Console console = report.console(spec);
    Rounds.Plan plan = rounds.plan(IMAGES);
    Workload work = pictures.workload(plan, 1);
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-")) {
      GpuSessions benchmark =
          new GpuSessions(
              model.file(folder, work, pictures.seed(), console),
              model.name(pictures.seed()),
              BareSettings.cuda(card.gpu(), card.batch()),
              work,
              plan);
      return report.print(benchmark.run(console), spec);
    }
  }
}

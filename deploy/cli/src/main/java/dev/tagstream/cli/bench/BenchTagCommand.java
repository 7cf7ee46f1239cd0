package dev.tagstream.cli.bench;

import dev.tagstream.bench.TagFolder;
import dev.tagstream.bench.image.SampleImages;
import dev.tagstream.cli.option.DefaultImageLimits;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code tagstream bench tag}. */
@Command(
    name = "tag",
    description = {
      "Measures 'tagstream tag' on a folder of images, on the CPU. Each side is a process,"
          + " measured from its start to its end, with its processor time. The other two load the"
          + " same model with bare ONNX Runtime: one is given the decoded images, one decodes them"
          + " and does nothing else."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream bench tag --model resnet50.onnx --images ~/photos --images-per-round 500"
    })
final class BenchTagCommand implements Callable<Integer> {

  private static final int IMAGES = 500;
  private static final String MAIN_CLASS = "dev.tagstream.cli.Tagstream";

  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description = "A model from 'tagstream export'.")
  private Path model = Path.of("");

  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description = "A folder of images; the first of them are tagged.")
  private Path images = Path.of("");

  @Mixin private BenchmarkRunner runner;

  @Mixin private RoundsOptions rounds;

  @Override
  public Integer call() throws Exception {
    var plan = rounds.plan(IMAGES);
    SampleImages samples = SampleImages.in(images, Math.toIntExact(plan.images()));
    return runner.run(
        new TagFolder(
            model,
            samples,
            DefaultImageLimits.ofTheJob(),
            plan,
            java(),
            List.of(MAIN_CLASS, "tag", "--device", "cpu", "--model", model.toString())));
  }

  /** The Java executable and options of this process. */
  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }
}

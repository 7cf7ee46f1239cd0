package dev.tagstream.cli.bench;

import dev.tagstream.bench.Naive;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.bench.model.BenchmarkModel.Input;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.cli.option.Slots;
import dev.tagstream.console.Console;
import dev.tagstream.embedded.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream bench naive}. */
@Command(
    name = "naive",
    description = {
      "What all the trouble is worth: the job against the one that is written at first, a"
          + " RichMapFunction for each record that decodes with ImageIO, resizes with Graphics2D,"
          + " normalizes in a loop and runs a session of default options, one image at a time. Both"
          + " read and write Kafka exactly once and run a ResNet-50 in float32.",
      "",
      "ImageIO and Graphics2D give other pixels than the model's authors used, so tags may differ;"
          + " how many best tags are the same is told."
    },
    footer = {"", "Example:", "  tagstream bench naive"})
final class BenchNaiveCommand implements Callable<Integer> {

  private static final int IMAGES = 32;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "A model from 'tagstream export --input float32' for 224x224 pixels, prepared as"
              + " torchvision does. Default: a ResNet-50 of random weights.")
  private @Nullable Path model;

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
      Naive benchmark =
          new Naive(
              model == null ? randomModel(folder, console) : model,
              model == null ? randomName() : model.toString(),
              work,
              plan,
              jobOptions.given());
      return report.print(benchmark.run(console), spec);
    }
  }

  private Path randomModel(TemporaryFolder folder, Console console) throws IOException {
    console.say("making a ResNet-50 of random weights");
    Path file = folder.path().resolve("random-resnet50.onnx");
    BenchmarkModel.writeFloat32(file, Input.FLOAT32, pictures.seed());
    return file;
  }

  private String randomName() {
    return "ResNet-50 at 224x224, float32, random weights of seed %d".formatted(pictures.seed());
  }
}

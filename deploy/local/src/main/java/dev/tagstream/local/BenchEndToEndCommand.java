package dev.tagstream.local;

import dev.tagstream.local.bench.EndToEnd;
import dev.tagstream.local.bench.frame.Rounds;
import dev.tagstream.local.bench.frame.Target;
import dev.tagstream.local.bench.model.BenchmarkModel;
import dev.tagstream.local.bench.model.BenchmarkModel.Input;
import dev.tagstream.local.bench.model.BenchmarkModel.Precision;
import dev.tagstream.local.bench.picture.Workload;
import dev.tagstream.local.broker.TemporaryFolder;
import dev.tagstream.local.console.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "A model from 'tagstream export'. Default: a ResNet-50 for 224x224 pixels of random"
              + " weights, whose arithmetic is that of any other.")
  private @Nullable Path model;

  @Option(
      names = "--precision",
      paramLabel = "float32|int8",
      defaultValue = "float32",
      description =
          "Of the model; of a given one, which target is told. Default: ${DEFAULT-VALUE}.")
  private Precision precision = Precision.FLOAT32;

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
              model == null ? randomModel(folder, work, console) : model,
              modelName(),
              precision == Precision.INT8 ? INT8_TARGET : FLOAT32_TARGET,
              work,
              plan,
              jobOptions.given());
      return report.print(benchmark.run(console), spec);
    }
  }

  private Path randomModel(TemporaryFolder folder, Workload work, Console console)
      throws IOException {
    console.say("making a ResNet-50 of random weights");
    Path file = folder.path().resolve("random-resnet50.onnx");
    if (precision == Precision.INT8) {
      BenchmarkModel.writeInt8(file, work, pictures.seed(), console);
    } else {
      BenchmarkModel.writeFloat32(file, Input.UINT8, pictures.seed());
    }
    return file;
  }

  private String modelName() {
    return model == null
        ? "ResNet-50 at 224x224, %s, random weights of seed %d"
            .formatted(precision.name().toLowerCase(Locale.ROOT), pictures.seed())
        : model.toString();
  }
}

package dev.tagstream.cli.bench;

import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.bench.model.BenchmarkModel.Input;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.console.Console;
import dev.tagstream.embedded.TemporaryFolder;
import dev.tagstream.schemas.model.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The model that a benchmark runs. */
final class ModelOptions {

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "A model from 'tagstream export'. Default: a ResNet-50 for 224x224 pixels of random"
              + " weights, whose arithmetic is that of any other.")
  private @Nullable Path model;

  @Option(
      names = "--precision",
      paramLabel = "float32|float16|int8",
      defaultValue = "float32",
      description = "Of the model, also of a given one. Default: ${DEFAULT-VALUE}.")
  private Precision precision = Precision.FLOAT32;

  Precision precision() {
    return precision;
  }

  /** The file that was given, or one that is made in a folder. */
  Path file(TemporaryFolder folder, Workload work, long seed, Console console) throws IOException {
    if (model != null) {
      return model;
    }
    console.say("making a ResNet-50 of random weights");
    Path file = folder.path().resolve("random-resnet50.onnx");
    switch (precision) {
      case FLOAT32 -> BenchmarkModel.writeFloat32(file, Input.UINT8, seed);
      case FLOAT16 -> BenchmarkModel.writeFloat16(file, seed);
      case INT8 -> BenchmarkModel.writeInt8(file, work, seed, console);
    }
    return file;
  }

  /** What the report calls it. */
  String name(long seed) {
    return model == null
        ? "ResNet-50 at 224x224, %s, random weights of seed %d"
            .formatted(precision.name().toLowerCase(Locale.ROOT), seed)
        : model.toString();
  }
}

package dev.tagstream.cli.bench;

import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.console.Console;
import dev.tagstream.schemas.model.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The model that a benchmark runs. */
final class ModelOptions {

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "A model from 'tagstream export'. Default: a ResNet-50 with random weights for 224x224"
              + " pixels, which costs as much as a trained one.")
  private @Nullable Path model;

  @Option(
      names = "--precision",
      paramLabel = "float32|float16|int8",
      defaultValue = "float32",
      description =
          "The precision of the model. If you give --model, name its precision. Default:"
              + " ${DEFAULT-VALUE}.")
  private Precision precision = Precision.FLOAT32;

  Precision precision() {
    return precision;
  }

  /**
   * A benchmark of the user's model, or of a model that is generated for it.
   *
   * @param work its images calibrate an int8 model
   * @param seed of the weights
   */
  Benchmark benchmark(Workload work, long seed, Function<BenchmarkModel, Benchmark> ofModel) {
    return console -> {
      try (BenchmarkModel opened = open(work, seed, console)) {
        return ofModel.apply(opened).run(console);
      }
    };
  }

  private BenchmarkModel open(Workload work, long seed, Console console) throws IOException {
    if (model != null) {
      return BenchmarkModel.given(model);
    }
    console.say("making a ResNet-50 of random weights");
    return BenchmarkModel.randomResNet50(precision, work, seed, console);
  }
}

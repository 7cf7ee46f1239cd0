package dev.tagstream.cli.bench;

import dev.tagstream.bench.JobSetup;
import dev.tagstream.bench.Naive;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.console.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code tagstream bench naive}. */
@Command(
    name = "naive",
    description = {
      "Measures the job against a naive first version: a RichMapFunction that handles one "
          + "record at a time. It decodes with ImageIO, resizes with Graphics2D, normalizes in a "
          + "loop, and runs a session with default options. Both read and write Kafka with "
          + "exactly-once delivery and run a ResNet-50 in float32.",
      "",
      "ImageIO and Graphics2D give other pixels than those the model was trained on, so "
          + "tags may differ. The report says how many best tags are the same."
    },
    footer = {"", "Example:", "  tagstream bench naive"})
final class BenchNaiveCommand implements Callable<Integer> {

  private static final int IMAGES = 32;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "A model from 'tagstream export --input float32' for 224x224 pixels and torchvision's"
              + " preprocessing. Default: a ResNet-50 with random weights.")
  private @Nullable Path model;

  @Mixin private BenchmarkRunner runner;

  @Mixin private WorkOptions work;

  @Mixin private JobBenchOptions job;

  @Override
  public Integer call() throws Exception {
    Rounds.Plan plan = work.plan(IMAGES);
    JobSetup setup = job.setup(work, plan);
    return runner.run(
        console -> {
          try (BenchmarkModel opened = open(console)) {
            return new Naive(opened, setup, plan).run(console);
          }
        });
  }

  private BenchmarkModel open(Console console) throws IOException {
    if (model != null) {
      return BenchmarkModel.given(model);
    }
    console.say("making a ResNet-50 of random weights");
    return BenchmarkModel.randomResNet50OfFloat32Input(work.seed());
  }
}

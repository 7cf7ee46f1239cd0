package dev.tagstream.cli.job;

import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.option.Slots;
import dev.tagstream.console.Console;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.config.TaggingConfig;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tagstream run}. */
@Command(
    name = "run",
    description = {
      "Runs the job in this process, with an embedded Flink, against an existing Kafka"
          + " cluster.",
      "",
      "Ctrl-C stops the job between two images and commits everything before them. The"
          + " next run resumes from the committed offsets of the consumer group. To use more"
          + " than one machine, see 'tagstream job'."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream run --model resnet50.onnx --bootstrap-servers kafka-1:9092",
      "  tagstream run --mode batch --tagging.device.provider cuda --slots 4"
    })
public final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private JobSettings job;

  @Mixin private Slots slots;

  @Override
  public Integer call() throws Exception {
    Console console = CommandConsole.of(spec);
    TaggingConfig config = job.config();
    try (EmbeddedFlink flink = EmbeddedFlink.start(slots.count())) {
      StreamExecutionEnvironment environment = flink.newEnvironment();
      TaggingJob.build(environment, config);
      EmbeddedJob running = flink.submit(environment);
      console.say(
          "tagging %s with %s; Ctrl-C stops"
              .formatted(config.kafka().topics().images(), config.modelFile()));
      awaitEndOrInterruption(running);
    }
    return ExitCode.OK;
  }

  private static void awaitEndOrInterruption(EmbeddedJob job) throws Exception {
    try {
      job.awaitEnd();
    } catch (InterruptedException e) {
      job.stop();
      throw e;
    }
  }
}

package dev.tagstream.local;

import dev.tagstream.local.console.Console;
import dev.tagstream.local.flink.LocalFlink;
import dev.tagstream.local.flink.LocalJob;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.config.Mode;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream run}. */
@Command(
    name = "run",
    description = {
      "Runs the job with a Flink inside this process against a Kafka that runs elsewhere.",
      "",
      "Ctrl-C stops it between two images, with everything before them committed; the next run"
          + " goes on where the consumer group stands. For more machines than one, see 'tagstream"
          + " job'."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream run --model resnet50.onnx --bootstrap-servers kafka-1:9092",
      "  tagstream run --mode batch --tagging.device.provider cuda --slots 4"
    })
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private KafkaOptions kafka;

  @Mixin private ImagesTopic imagesTopic;

  @Mixin private OutcomeTopics outcomeTopics;

  @Mixin private JobOptions jobOptions;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A model from 'tagstream export'. Default: the demo's.")
  private @Nullable Path model;

  @Option(
      names = "--mode",
      paramLabel = "stream|batch",
      description =
          "stream: run until stopped. batch: tag what the topic holds by now, then end. Default:"
              + " stream.")
  private @Nullable Mode mode;

  @Mixin private Slots slots;

  @Override
  public Integer call() throws Exception {
    Console console = Tagstream.console(spec);
    TaggingConfig config = config();
    try (LocalFlink flink = LocalFlink.start(slots.count())) {
      StreamExecutionEnvironment environment = flink.newEnvironment();
      TaggingJob.build(environment, config);
      LocalJob job = flink.submit(environment);
      console.say(
          "tagging %s with %s; Ctrl-C stops".formatted(imagesTopic.name(), config.modelFile()));
      awaitEndOrInterruption(job);
    }
    return ExitCode.OK;
  }

  private static void awaitEndOrInterruption(LocalJob job) throws Exception {
    try {
      job.awaitEnd();
    } catch (InterruptedException e) {
      job.stop();
      throw e;
    }
  }

  private TaggingConfig config() {
    KafkaConnection connection = kafka.connection();
    Map<String, String> options = jobOptions.given();
    JobOptions.putIfGiven(options, TaggingOptions.MODE, mode);
    options.put(
        TaggingOptions.MODEL_FILE.key(), (model == null ? Home.demoModel() : model).toString());
    options.put(TaggingOptions.KAFKA_BOOTSTRAP_SERVERS.key(), connection.bootstrapServers());
    options.put(TaggingOptions.KAFKA_IMAGES_TOPIC.key(), imagesTopic.name());
    options.put(TaggingOptions.KAFKA_TAGS_TOPIC.key(), outcomeTopics.tags());
    options.put(TaggingOptions.KAFKA_REJECTS_TOPIC.key(), outcomeTopics.rejects());
    connection
        .clientProperties()
        .forEach(
            (name, value) ->
                options.put(TaggingOptions.KAFKA_PROPERTIES.key() + "." + name, value));
    return TaggingConfig.from(Configuration.fromMap(options));
  }
}

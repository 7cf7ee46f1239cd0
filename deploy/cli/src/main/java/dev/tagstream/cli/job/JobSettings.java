package dev.tagstream.cli.job;

import dev.tagstream.cli.option.Home;
import dev.tagstream.cli.option.ImagesTopic;
import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.cli.option.OutcomeTopics;
import dev.tagstream.pipeline.config.Arguments;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.Mode;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a job. Flags override --tagging.*, which overrides the file. */
public final class JobSettings {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private KafkaOptions kafka;

  @Mixin private ImagesTopic imagesTopic;

  @Mixin private OutcomeTopics outcomeTopics;

  @Mixin private JobOptions jobOptions;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A properties file with tagging.* options, in the format that the job on a"
              + " cluster reads. --tagging.* overrides the file, and other flags override"
              + " --tagging.*.")
  private @Nullable Path configFile;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A model from 'tagstream export'. Default: the demo's model.")
  private @Nullable Path model;

  @Option(
      names = "--mode",
      paramLabel = "stream|batch",
      description =
          "stream: run until stopped. batch: tag the records that the topic has now, then"
              + " end. Default: stream.")
  private @Nullable Mode mode;

  /**
   * Reads and validates all options.
   *
   * @throws InvalidConfigException if an option is unknown or invalid
   */
  public TaggingConfig config() {
    Map<String, String> options = new LinkedHashMap<>();
    if (configFile != null) {
      options.putAll(Arguments.parse("--config", configFile.toString()).toMap());
    }
    options.putAll(jobOptions.given());
    JobOptions.putIfGiven(options, TaggingOptions.MODE, mode);
    JobOptions.putIfGiven(options, TaggingOptions.MODEL_FILE, model);
    options.putIfAbsent(TaggingOptions.MODEL_FILE.key(), Home.demoModel().toString());
    putKafka(options);
    return TaggingConfig.from(Configuration.fromMap(options));
  }

  private void putKafka(Map<String, String> options) {
    KafkaConnection connection = kafka.connection();
    put(
        options,
        TaggingOptions.KAFKA_BOOTSTRAP_SERVERS,
        "--bootstrap-servers",
        connection.bootstrapServers());
    put(options, TaggingOptions.KAFKA_IMAGES_TOPIC, "--images-topic", imagesTopic.name());
    put(options, TaggingOptions.KAFKA_TAGS_TOPIC, "--tags-topic", outcomeTopics.tags());
    put(options, TaggingOptions.KAFKA_REJECTS_TOPIC, "--rejects-topic", outcomeTopics.rejects());
    connection
        .clientProperties()
        .forEach(
            (name, value) ->
                options.put(TaggingOptions.KAFKA_PROPERTIES.key() + "." + name, value));
  }

  /** The file and --tagging.* override the defaults of flags. */
  private void put(
      Map<String, String> options, ConfigOption<String> option, String flag, String value) {
    if (command.commandLine().getParseResult().hasMatchedOption(flag)) {
      options.put(option.key(), value);
    } else {
      options.putIfAbsent(option.key(), value);
    }
  }
}

package dev.tagstream.cli.option;

import dev.tagstream.pipeline.config.Arguments;
import dev.tagstream.pipeline.config.FormatConfig;
import dev.tagstream.pipeline.config.InvalidConfigException;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a command that reads the job's results must know of their format. */
public final class FormatOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The job's properties file, if its results have the frames of a schema registry. Only"
              + " tagging.kafka.registry.* and tagging.kafka.framing.* are read from it.")
  private @Nullable Path configFile;

  /**
   * The formats of the topics; those of a job without options if no file was given.
   *
   * @throws InvalidConfigException if the file cannot be read or one of its options is invalid
   */
  public FormatConfig formats() {
    return FormatConfig.of(
        configFile == null
            ? new Configuration()
            : Arguments.parse("--config", configFile.toString()));
  }
}

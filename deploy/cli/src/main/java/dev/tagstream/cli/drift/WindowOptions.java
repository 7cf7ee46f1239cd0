package dev.tagstream.cli.drift;

import dev.tagstream.cli.option.FormatOptions;
import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.cli.option.SinceConverter;
import dev.tagstream.console.UserErrorException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that select the results of a window. */
final class WindowOptions {

  @Mixin private KafkaOptions kafka;

  @Mixin private FormatOptions format;

  @Option(
      names = "--tags-topic",
      paramLabel = "TOPIC",
      defaultValue = "image-tags",
      description = "The topic of results. Default: ${DEFAULT-VALUE}")
  private String topic = "";

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description =
          "Read results from this file and not from a topic: lines of JSON as 'tagstream tag --to"
              + " FILE.jsonl' and 'tagstream results --json' write them.")
  private @Nullable Path file;

  @Option(
      names = "--since",
      paramLabel = "TIME|AGE",
      converter = SinceConverter.class,
      description =
          "Only results since a time such as 2026-01-31T08:00:00Z, or within an age such as 2h or"
              + " 30min. Default: all.")
  private @Nullable Instant since;

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      description =
          "At most this many results of the model: the first that are read, which may all be of one"
              + " partition. Default: no limit.")
  private @Nullable Long limit;

  /** The window's results. */
  ResultSource source() {
    return file == null
        ? new TopicResults(kafka.connection(), topic, format.formats(), since)
        : new FileResults(file, since);
  }

  /** The most results to count. */
  long limit() {
    if (limit == null) {
      return Long.MAX_VALUE;
    }
    if (limit < 1) {
      throw new UserErrorException("--limit must be at least 1 but was " + limit);
    }
    return limit;
  }
}

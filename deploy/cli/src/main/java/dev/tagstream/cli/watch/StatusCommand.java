package dev.tagstream.cli.watch;

import dev.tagstream.cli.option.FormatOptions;
import dev.tagstream.cli.option.ImagesTopic;
import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.cli.option.OutcomeTopics;
import dev.tagstream.cli.results.ReadOutcomes;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tagstream status}. */
@Command(
    name = "status",
    description = {
      "Shows how far a job has read its topic of images, its lag and rate, and the time left.",
      "",
      "Reads the topics, wherever the job runs. Joins no consumer group and writes nothing. The"
          + " figures change when a checkpoint completes."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream status",
      "  tagstream status --bootstrap-servers kafka-1:9092 --group-id tagstream-north --json"
    })
public final class StatusCommand implements Callable<Integer> {

  /** The minute before the latest outcome, which is as old as the last checkpoint. */
  private static final Duration READ_BACK = Duration.ofMinutes(4);

  @Spec private CommandSpec spec;

  @Mixin private KafkaOptions kafka;

  @Mixin private ImagesTopic images;

  @Mixin private OutcomeTopics outcomes;

  @Mixin private FormatOptions format;

  @Option(
      names = "--group-id",
      paramLabel = "ID",
      defaultValue = "tagstream",
      description = "The job's consumer group. Default: ${DEFAULT-VALUE}")
  private String group = "";

  @Option(names = "--json", description = "Print one JSON object, with null for what is unknown.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    KafkaConnection connection = kafka.connection();
    double imagesPerSecond = imagesPerSecond(connection);
    try (GroupLag lag = new GroupLag(connection, images.name(), group)) {
      StreamStatus status =
          new StreamStatus(images.name(), lag.progress().orElse(null), imagesPerSecond);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(status.json());
      } else {
        status.lines().forEach(out::println);
      }
      out.flush();
    }
    return ExitCode.OK;
  }

  private double imagesPerSecond(KafkaConnection connection) throws InterruptedException {
    OutcomeRate rate = new OutcomeRate();
    Instant now = Instant.now();
    try (ReadOutcomes read =
        ReadOutcomes.from(connection, outcomes.tags(), outcomes.rejects(), format.formats())) {
      read.startAt(now.minus(READ_BACK));
      read.readToEnd(outcome -> rate.add(outcome.atMillis()));
    }
    return rate.at(now.toEpochMilli()).orElse(0);
  }
}

package dev.tagstream.cli.watch;

import dev.tagstream.cli.option.FormatOptions;
import dev.tagstream.cli.option.ImagesTopic;
import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.cli.option.OutcomeTopics;
import dev.tagstream.cli.results.ReadOutcomes;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.kafka.GroupLag;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
          + " figures change when a checkpoint completes.",
      "",
      "With --flink, shows the jobs over objects on a Flink cluster, and needs no Kafka."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream status",
      "  tagstream status --bootstrap-servers kafka-1:9092 --group-id tagstream-north --json",
      "  tagstream status --flink http://jobmanager:8081"
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

  @Option(
      names = "--flink",
      paramLabel = "URL",
      description =
          "Flink's REST interface, such as http://jobmanager:8081. Shows how much its jobs over"
              + " objects have listed and read, and the time left.")
  private @Nullable String flink;

  @Option(names = "--json", description = "Print one JSON object, with null for what is unknown.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (flink != null) {
      showObjects(new FlinkJobs(flink).overObjects());
      return ExitCode.OK;
    }
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

  private void showObjects(List<ObjectsStatus> jobs) {
    if (jobs.isEmpty()) {
      throw new UserErrorException("no job over objects runs at " + flink);
    }
    PrintWriter out = spec.commandLine().getOut();
    for (ObjectsStatus job : jobs) {
      if (json) {
        out.println(job.json());
      } else {
        job.lines().forEach(out::println);
      }
    }
    out.flush();
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

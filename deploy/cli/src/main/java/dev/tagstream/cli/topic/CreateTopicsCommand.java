package dev.tagstream.cli.topic;

import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.cli.option.OutcomeTopics;
import dev.tagstream.console.Console;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.kafka.Topics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tagstream topics create}. */
@Command(
    name = "create",
    description = {
      "Creates those of the job's three topics that do not exist: images, results and rejects.",
      "",
      "Idempotent: topics that exist stay as they are."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream topics create",
      "  tagstream topics create --partitions 32 --replication 3 --bootstrap-servers kafka-1:9092"
    })
public final class CreateTopicsCommand implements Callable<Integer> {

  private static final int MOST_PARTITIONS = 10_000;

  @Spec private CommandSpec spec;

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--images-topic",
      paramLabel = "TOPIC",
      defaultValue = "image-events",
      description = "The topic of images. Default: ${DEFAULT-VALUE}")
  private String images = "";

  @Mixin private OutcomeTopics outcomes;

  @Option(
      names = "--partitions",
      paramLabel = "COUNT",
      defaultValue = "4",
      description =
          "The partitions of each topic: at least as many as slots will read it. Default:"
              + " ${DEFAULT-VALUE}")
  private int partitions;

  @Option(
      names = "--replication",
      paramLabel = "COUNT",
      description = "The replicas of each partition. Default: what the broker is set to.")
  private @Nullable Short replication;

  @Override
  public Integer call() throws Exception {
    if (partitions < 1 || partitions > MOST_PARTITIONS) {
      throw new UserErrorException(
          "--partitions must be from 1 to %d but was %d".formatted(MOST_PARTITIONS, partitions));
    }
    List<String> names = List.of(images, outcomes.tags(), outcomes.rejects());
    if (Set.copyOf(names).size() < names.size()) {
      throw new UserErrorException(
          "images, tags and rejects need a topic each but have "
              + String.join(", ", names)
              + "; name others with --images-topic, --tags-topic and --rejects-topic");
    }
    Console console = CommandConsole.of(spec);
    try (Topics topics = Topics.of(kafka.connection())) {
      List<String> created = topics.createMissing(partitions, replication, names);
      console.say(created.isEmpty() ? "all topics exist" : "created " + String.join(", ", created));
    }
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}

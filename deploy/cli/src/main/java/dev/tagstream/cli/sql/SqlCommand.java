package dev.tagstream.cli.sql;

import dev.tagstream.cli.option.ImagesTopic;
import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.cli.option.OutcomeTopics;
import dev.tagstream.cli.option.Slots;
import dev.tagstream.console.UserErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tagstream sql}. */
@Command(
    name = "sql",
    description = {
      "Runs statements of Flink SQL, by a Flink in this process.",
      "",
      "The topics are the tables image_events, image_tags and image_rejects. CREATE MODEL with"
          + " the provider onnx makes a model file the function ML_PREDICT. deploy/sql/README.md"
          + " has statements to begin with."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream sql -e 'SELECT id, tags[1].label, tags[1].score FROM image_tags'",
      "  tagstream sql -e 'SELECT reason, COUNT(*) AS images FROM image_rejects GROUP BY reason'",
      "  tagstream sql tag-topic.sql --bootstrap-servers kafka-1:9092 --follow --json"
    })
public final class SqlCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "A file with statements, each ended by a semicolon.")
  private @Nullable Path file;

  @Option(
      names = {"-e", "--execute"},
      paramLabel = "STATEMENTS",
      description = "Statements, separated by semicolons. They run after those of the file.")
  private @Nullable String text;

  @Mixin private KafkaOptions kafka;

  @Mixin private ImagesTopic images;

  @Mixin private OutcomeTopics outcomes;

  @Mixin private Slots slots;

  @Option(
      names = {"-f", "--follow"},
      description =
          "Wait for more records at the end of the topics, until Ctrl-C. A query then needs"
              + " --json. By default, a statement reads what the topics hold when it starts.")
  private boolean follow;

  @Option(
      names = "--json",
      description =
          "Print one JSON object on each line. With --follow, op is the kind of a change: +U, -U"
              + " or -D; a new row has none.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    List<String> statements = SqlScript.of(statements()).statements();
    if (statements.isEmpty()) {
      throw new UserErrorException("there is no statement; name a FILE, or give one with -e");
    }
    if (follow && !json) {
      throw new UserErrorException(
          "--follow never ends, and a table is printed at the end; add --json");
    }
    TableJars.require();
    run(statements);
    return ExitCode.OK;
  }

  private String statements() {
    try {
      return (file == null ? "" : Files.readString(file) + "\n;\n") + (text == null ? "" : text);
    } catch (IOException unreadable) {
      throw new UserErrorException(
          "%s cannot be read as text; check its name and permissions".formatted(file));
    }
  }

  private void run(List<String> statements) throws InterruptedException {
    TopicTables.End end = follow ? TopicTables.End.NEVER : TopicTables.End.OF_TOPIC;
    TopicTables topics =
        new TopicTables(
            kafka.connection(), images.name(), outcomes.tags(), outcomes.rejects(), end);
    RowPrinter printer =
        json
            ? new JsonRows(spec.commandLine().getOut(), end)
            : new TableRows(spec.commandLine().getOut());
    SqlSession session = SqlSession.start(topics, slots.count());
    for (String statement : statements) {
      session.run(statement, printer);
    }
  }
}

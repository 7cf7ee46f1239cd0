package dev.tagstream.cli.results;

import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.cli.option.OutcomeTopics;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tagstream results}. */
@Command(
    name = "results",
    description = {
      "Shows the results and rejects that the job has written, from the beginning of their topics.",
      "",
      "Reads committed records only (read_committed) and joins no consumer group."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream results",
      "  tagstream results --follow --json --bootstrap-servers kafka-1:9092 | jq .id"
    })
public final class ResultsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private KafkaOptions kafka;

  @Mixin private OutcomeTopics topics;

  @Option(
      names = {"-f", "--follow"},
      description = "Wait for more results at the end of the topics, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--json",
      description = "Print one JSON object a line, with the fields of the Avro schemas.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Consumer<Outcome> print =
        outcome -> out.println(json ? OutcomeJson.line(outcome) : OutcomeText.line(outcome));
    try (ReadOutcomes outcomes =
        ReadOutcomes.from(kafka.connection(), topics.tags(), topics.rejects())) {
      outcomes.readToEnd(print);
      // checkError flushes; it is true when nobody reads on, as after "| head"
      while (follow && !out.checkError()) {
        outcomes.readSome(print);
      }
    }
    out.flush();
    return ExitCode.OK;
  }
}

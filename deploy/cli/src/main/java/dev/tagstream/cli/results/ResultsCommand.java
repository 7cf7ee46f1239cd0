package dev.tagstream.cli.results;

import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.option.DefaultImageLimits;
import dev.tagstream.cli.option.FormatOptions;
import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.cli.option.OutcomeTopics;
import dev.tagstream.cli.option.SinceConverter;
import dev.tagstream.cli.page.PageFile;
import dev.tagstream.cli.page.PageOptions;
import dev.tagstream.cli.page.Thumbnails;
import dev.tagstream.console.Console;
import dev.tagstream.console.UserErrorException;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
      "  tagstream results --label 'tabby cat' --min-score 0.8 --since 2h --limit 20",
      "  tagstream results --where-rejected --id 'north/*'",
      "  tagstream results --since 1h --html results.html",
      "  tagstream results --follow --json --bootstrap-servers kafka-1:9092 | jq .id"
    })
public final class ResultsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private KafkaOptions kafka;

  @Mixin private OutcomeTopics topics;

  @Mixin private FormatOptions format;

  @Option(
      names = {"-f", "--follow"},
      description = "Wait for more results at the end of the topics, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--json",
      description = "Print one JSON object on each line, with the fields of the Avro schemas.")
  private boolean json;

  @Option(
      names = "--since",
      paramLabel = "TIME|AGE",
      converter = SinceConverter.class,
      description =
          "Only what was written since a time such as 2026-01-31T08:00:00Z, or within an age"
              + " such as 2h or 30min. Default: all.")
  private @Nullable Instant since;

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      description = "Stop after this many. Default: no limit.")
  private @Nullable Integer limit;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Only images with this id. '*' stands for any characters.")
  private @Nullable String id;

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "Only images that have this label among their tags.")
  private @Nullable String label;

  @Option(
      names = "--min-score",
      paramLabel = "0..1",
      defaultValue = "0",
      description = "Only images whose best tag, or the tag of --label, has at least this score.")
  private float minScore;

  @Option(names = "--where-rejected", description = "Only rejects.")
  private boolean rejected;

  @Mixin private PageOptions pages;

  @Override
  public Integer call() throws Exception {
    if (follow && pages.isAsked()) {
      throw new UserErrorException(
          "--html shows the results up to now, and --follow never ends; leave one of them out");
    }
    try (PageFile page = pages.begin()) {
      ResultsPage shown = new ResultsPage();
      OutcomePrinter printer = printer(page == null ? outcome -> {} : shown);
      print(printer);
      if (page != null) {
        writePage(page, shown);
      }
      if (printer.hasMore()) {
        CommandConsole.messagesOnly(spec).say("and more; raise --limit to see them");
      }
    }
    return ExitCode.OK;
  }

  private OutcomePrinter printer(Consumer<Outcome> shown) {
    OutcomeFilter filter = OutcomeFilter.of(id, label, minScore, rejected);
    Function<Outcome, String> line = json ? Outcome::json : OutcomeText::line;
    return new OutcomePrinter(
        spec.commandLine().getOut(),
        outcome -> {
          shown.accept(outcome);
          return line.apply(outcome);
        },
        filter,
        positive(limit));
  }

  private void print(OutcomePrinter printer) throws InterruptedException {
    try (ReadOutcomes outcomes =
        ReadOutcomes.from(kafka.connection(), topics.tags(), topics.rejects(), format.formats())) {
      if (since != null) {
        outcomes.startAt(since);
      }
      outcomes.readToEnd(printer, printer::isDone);
      while (follow && !printer.isFull() && !printer.isDone()) {
        outcomes.readSome(printer);
      }
    }
    spec.commandLine().getOut().flush();
  }

  private void writePage(PageFile page, ResultsPage shown) {
    Console console = CommandConsole.messagesOnly(spec);
    try (Thumbnails thumbnails = new Thumbnails(DefaultImageLimits.ofTheJob())) {
      console.say(
          shown.write(
              page,
              "%s and %s".formatted(topics.tags(), topics.rejects()),
              kafka.connection(),
              thumbnails,
              console));
    }
  }

  private static int positive(@Nullable Integer limit) {
    if (limit != null && limit < 1) {
      throw new UserErrorException("--limit must be at least 1 but was " + limit);
    }
    return limit == null ? Integer.MAX_VALUE : limit;
  }
}

package dev.tagstream.cli.rejects;

import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.option.DefaultImageLimits;
import dev.tagstream.cli.option.FormatOptions;
import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.cli.page.PageFile;
import dev.tagstream.cli.page.PageOptions;
import dev.tagstream.cli.page.Thumbnails;
import dev.tagstream.cli.results.CommittedRecords;
import dev.tagstream.cli.results.Outcome;
import dev.tagstream.cli.results.OutcomeText;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.schemas.RejectReason;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tagstream rejects}. */
@Command(
    name = "rejects",
    description = {
      "Lists what the job rejected and why, and saves the rejected images as files.",
      "",
      "A saved reject is two files: the image as it was sent, and a JSON file with"
          + " everything that is known about it. If the record is not a readable event, the"
          + " first file is the whole record. If a reject has only a part of its record, rejects"
          + " reads the rest from the images topic, as long as the broker retains it."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream rejects",
      "  tagstream rejects --reason CORRUPT_IMAGE --since 2h --save broken",
      "  tagstream rejects --html rejects.html",
      "  tagstream rejects --json | jq -r .reason | sort | uniq -c"
    })
public final class RejectsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private KafkaOptions kafka;

  @Mixin private RejectOptions rejectOptions;

  @Mixin private FormatOptions format;

  @Option(
      names = "--json",
      description = "Print one JSON object on each line, with the fields of the Avro schema.")
  private boolean json;

  @Option(
      names = "--save",
      paramLabel = "DIR",
      description = "Save the bytes and the JSON of each reject in this folder.")
  private @Nullable Path folder;

  @Mixin private PageOptions pages;

  private final Map<RejectReason, Integer> counts = new TreeMap<>();

  @Override
  public Integer call() throws Exception {
    Console console = json ? CommandConsole.messagesOnly(spec) : CommandConsole.of(spec);
    KafkaConnection connection = kafka.connection();
    RejectSelection selection = rejectOptions.selection();
    try (PageFile file = pages.begin();
        ReadRejects reader = new ReadRejects(selection, format.formats(), console);
        CommittedRecords records = CommittedRecords.of(connection, rejectOptions.topic());
        OriginalRecords originals = OriginalRecords.of(connection);
        Thumbnails thumbnails = new Thumbnails(DefaultImageLimits.ofTheJob())) {
      RejectedBytes images = new RejectedBytes(originals);
      RejectsPage page = file == null ? null : new RejectsPage(file, images, thumbnails);
      Consumer<StoredReject> show = show(images, page);
      selection.startIn(records);
      records.readToEnd(record -> reader.read(record).ifPresent(show));
      if (page != null) {
        console.say(page.finish(rejectOptions.topic(), counts));
      }
    }
    console.out().println(summary());
    if (folder != null) {
      console.out().println("saved in " + folder);
    }
    console.out().flush();
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private Consumer<StoredReject> show(RejectedBytes images, @Nullable RejectsPage page) {
    Consumer<StoredReject> save =
        folder == null ? reject -> {} : new SaveRejects(folder, images)::save;
    Consumer<StoredReject> saveAndPrint = save.andThen(this::print);
    return page == null ? saveAndPrint : saveAndPrint.andThen(page::add);
  }

  private void print(StoredReject reject) {
    counts.merge(reject.avro().getReason(), 1, Integer::sum);
    Outcome outcome = new Outcome.Reject(reject.avro());
    spec.commandLine().getOut().println(json ? outcome.json() : OutcomeText.line(outcome));
  }

  private String summary() {
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    String byReason =
        counts.entrySet().stream()
            .map(count -> count.getKey() + " " + count.getValue())
            .collect(Collectors.joining(", "));
    return all + " rejects" + (byReason.isEmpty() ? "" : ": " + byReason);
  }
}

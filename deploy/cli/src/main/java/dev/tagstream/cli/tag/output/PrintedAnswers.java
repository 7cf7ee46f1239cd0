package dev.tagstream.cli.tag.output;

import dev.tagstream.console.Printable;
import dev.tagstream.pipeline.outcome.OutcomeJson;
import dev.tagstream.pipeline.outcome.OutcomeRecords;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints answers on standard output: one line for each, or several lines for one image. */
final class PrintedAnswers implements Answers {

  private final PrintWriter out;
  private final Function<ImageOutcome, String> text;

  PrintedAnswers(PrintWriter out, Function<ImageOutcome, String> text) {
    this.out = out;
    this.text = text;
  }

  /** One line: the id, then the best tags or the reason. */
  static String line(ImageOutcome answer) {
    return Printable.line("%-29s %s".formatted(answer.id(), rest(answer)));
  }

  private static String rest(ImageOutcome answer) {
    if (answer instanceof RejectedImage rejected) {
      return reason(rejected);
    }
    return ((TaggedImage) answer)
        .tags().stream()
            .map(tag -> tag.label() + String.format(Locale.ROOT, " %.3f", tag.score()))
            .collect(Collectors.joining(", "));
  }

  /** One line: a JSON object with the fields of {@code tagstream results --json}. */
  static String json(ImageOutcome answer) {
    return Printable.json(OutcomeJson.line(OutcomeRecords.of(answer)));
  }

  /** One line for each tag, score first. */
  static String lines(ImageOutcome answer) {
    if (answer instanceof RejectedImage rejected) {
      return Printable.line(rejected.id() + ": " + reason(rejected));
    }
    String lines =
        ((TaggedImage) answer)
            .tags().stream()
                .map(PrintedAnswers::line)
                .map(Printable::line)
                .collect(Collectors.joining("\n"));
    return lines.isEmpty() ? "no tag has a score above its threshold" : lines;
  }

  private static String line(Tag tag) {
    String wnid = tag.wnid() == null ? "" : " (" + tag.wnid() + ")";
    return String.format(Locale.ROOT, "%.3f  %s%s", tag.score(), tag.label(), wnid);
  }

  private static String reason(RejectedImage rejected) {
    return rejected.reason() + ": " + rejected.detail();
  }

  @Override
  public boolean has(String id, String version) {
    return false;
  }

  @Override
  public long before() {
    return 0;
  }

  @Override
  public void add(ImageOutcome answer) throws IOException {
    out.println(text.apply(answer));
    // checkError also flushes
    if (out.checkError()) {
      throw new IOException("standard output cannot be written");
    }
  }

  @Override
  public void close() {}
}

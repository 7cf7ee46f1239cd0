package dev.tagstream.cli.results;

import static dev.tagstream.cli.results.Outcomes.rejected;
import static dev.tagstream.cli.results.Outcomes.tag;
import static dev.tagstream.cli.results.Outcomes.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutcomePrinterTest {

  private static final List<Outcome> ALL =
      List.of(
          tagged("north/1.jpg", tag(0, "cat", 0.9), tag(1, "dog", 0.1)),
          tagged("north/2.jpg", tag(1, "dog", 0.6), tag(0, "cat", 0.4)),
          tagged("south/1.jpg", tag(2, "hen", 0.3)),
          rejected("north/3.jpg"),
          rejected(null));

  @Test
  void printsAllWithoutAFilter() {
    assertThat(printed(OutcomeFilter.of(null, null, 0, false)))
        .containsExactly("north/1.jpg", "north/2.jpg", "south/1.jpg", "north/3.jpg", "null");
  }

  @Test
  void findsIdsByAPatternWhoseOtherCharactersStandForThemselves() {
    assertThat(printed(OutcomeFilter.of("north/*", null, 0, false)))
        .containsExactly("north/1.jpg", "north/2.jpg", "north/3.jpg");
    assertThat(printed(OutcomeFilter.of("*/1.jpg", null, 0, false)))
        .containsExactly("north/1.jpg", "south/1.jpg");
    assertThat(printed(OutcomeFilter.of("north/1?jpg", null, 0, false))).isEmpty();
  }

  @Test
  void findsALabelByTheScoreOfThatLabel() {
    assertThat(printed(OutcomeFilter.of(null, "dog", 0, false)))
        .containsExactly("north/1.jpg", "north/2.jpg");
    assertThat(printed(OutcomeFilter.of(null, "dog", 0.5f, false))).containsExactly("north/2.jpg");
    assertThat(printed(OutcomeFilter.of(null, null, 0.5f, false)))
        .containsExactly("north/1.jpg", "north/2.jpg");
  }

  @Test
  void findsRejects() {
    assertThat(printed(OutcomeFilter.of(null, null, 0, true)))
        .containsExactly("north/3.jpg", "null");
  }

  @Test
  void stopsAtTheLimitAndKnowsThatThereIsMore() {
    StringWriter out = new StringWriter();
    OutcomePrinter printer =
        new OutcomePrinter(
            new PrintWriter(out), Outcome::id, OutcomeFilter.of(null, null, 0, false), 2);

    printer.accept(ALL.get(0));
    assertThat(printer.isFull()).isFalse();
    printer.accept(ALL.get(1));
    assertThat(printer.isFull()).isTrue();
    assertThat(printer.hasMore()).isFalse();
    printer.accept(ALL.get(2));

    assertThat(printer.hasMore()).isTrue();
    assertThat(printer.isDone()).isTrue();
    assertThat(out.toString().lines()).containsExactly("north/1.jpg", "north/2.jpg");
  }

  @Test
  void endsWhenNobodyReadsOn() {
    OutcomePrinter printer =
        new OutcomePrinter(
            new PrintWriter(new ClosedPipe()),
            Outcome::id,
            OutcomeFilter.of(null, null, 0, false),
            Integer.MAX_VALUE);
    printer.accept(ALL.get(0));

    assertThat(printer.isDone()).isTrue();
  }

  private static List<String> printed(OutcomeFilter filter) {
    StringWriter out = new StringWriter();
    OutcomePrinter printer =
        new OutcomePrinter(
            new PrintWriter(out), outcome -> "" + outcome.id(), filter, Integer.MAX_VALUE);
    ALL.forEach(printer);
    assertThat(printer.isDone()).isFalse();
    return out.toString().lines().toList();
  }

  private static final class ClosedPipe extends Writer {

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
      throw new IOException("Broken pipe");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

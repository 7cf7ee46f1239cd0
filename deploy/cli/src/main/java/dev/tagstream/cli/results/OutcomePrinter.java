package dev.tagstream.cli.results;

import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Function;

/** Prints outcomes until there are enough of them, or nobody reads any more. */
final class OutcomePrinter implements Consumer<Outcome> {

  private final PrintWriter out;
  private final Function<Outcome, String> line;
  private final OutcomeFilter filter;
  private final int limit;
  private int printed;
  private boolean more;

  /**
   * A printer.
   *
   * @param line makes the line of an outcome, without a line end
   * @param filter what is printed
   * @param limit how many of them
   */
  OutcomePrinter(PrintWriter out, Function<Outcome, String> line, OutcomeFilter filter, int limit) {
    this.out = out;
    this.line = line;
    this.filter = filter;
    this.limit = limit;
  }

  @Override
  public void accept(Outcome outcome) {
    if (!filter.test(outcome)) {
      return;
    }
    if (printed == limit) {
      more = true;
      return;
    }
    out.println(line.apply(outcome));
    printed++;
  }

  /**
   * Whether nothing more is to be printed: one more than the limit was seen, or the pipe is closed.
   */
  boolean isDone() {
    // checkError flushes; it is true when nobody reads on, as after "| head"
    return more || out.checkError();
  }

  /** Whether as many as the limit were printed. */
  boolean isFull() {
    return printed == limit;
  }

  /** Whether there is more than the limit. */
  boolean hasMore() {
    return more;
  }
}

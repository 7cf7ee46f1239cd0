package dev.tagstream.cli.results;

import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Function;

/** Prints outcomes up to a limit, or until the reader closes the pipe. */
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
   * @param line formats an outcome, without a line end
   * @param filter selects the outcomes to print
   * @param limit the most outcomes
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

  /** Whether printing has ended: there are more outcomes than the limit, or the pipe is closed. */
  boolean isDone() {
    // checkError flushes; it is true after the reader has closed the pipe, such as "| head"
    return more || out.checkError();
  }

  /** Whether the limit is reached. */
  boolean isFull() {
    return printed == limit;
  }

  /** Whether there are more outcomes than the limit. */
  boolean hasMore() {
    return more;
  }
}

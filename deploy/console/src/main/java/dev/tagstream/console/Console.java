package dev.tagstream.console;

import java.io.PrintWriter;

/**
 * Where a command writes.
 *
 * @param out what was asked for
 * @param messages what happens meanwhile
 * @param terminal what {@code messages} goes to
 */
public record Console(PrintWriter out, PrintWriter messages, Terminal terminal) {

  /** Says in one line what happens. */
  public void say(String line) {
    messages.println(Printable.line(line));
    messages.flush();
  }

  /**
   * Begins to show progress.
   *
   * @param task what is done, such as {@code tagged}
   * @param total how much there is to do, or {@link Progress#UNKNOWN}
   */
  public Progress progress(String task, long total) {
    return terminal.progress(task, total, messages);
  }
}

package dev.tagstream.console;

import java.io.PrintWriter;

/**
 * The outputs of a command.
 *
 * @param out for its result
 * @param messages for messages and progress
 * @param terminal the kind of {@code messages}
 */
public record Console(PrintWriter out, PrintWriter messages, Terminal terminal) {

  /** Prints a message, one line. */
  public void say(String line) {
    messages.println(Printable.line(line));
    messages.flush();
  }

  /**
   * Starts to show progress.
   *
   * @param task the work, such as {@code tagged}
   * @param total the amount of work, or {@link Progress#UNKNOWN}
   */
  public Progress progress(String task, long total) {
    return terminal.progress(task, total, messages);
  }
}

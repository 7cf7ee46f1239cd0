package dev.tagstream.console;

/** Shows the progress of a longer piece of work. */
public interface Progress extends AutoCloseable {

  /** Reports the amount of work that is done. */
  void done(long count);

  /** Ends the display and leaves the cursor on a new line. */
  @Override
  void close();
}

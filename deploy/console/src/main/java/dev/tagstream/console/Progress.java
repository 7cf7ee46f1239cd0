package dev.tagstream.console;

/** Tells the user how far a longer piece of work has come. */
public interface Progress extends AutoCloseable {

  /** Says how much is done by now, of the total it was made with. */
  void done(long count);

  /** Ends the display and leaves the cursor on a new line. */
  @Override
  void close();
}

package dev.tagstream.console;

/** Tells the user how far a longer piece of work has come. Safe for use by several threads. */
public interface Progress extends AutoCloseable {

  /** Stands for a total that nobody knows yet. */
  long UNKNOWN = -1;

  /** Shows nothing. */
  Progress NONE =
      new Progress() {
        @Override
        public void expect(long total) {}

        @Override
        public void done(long count) {}

        @Override
        public void close() {}
      };

  /** Says how much there is to do in all, where it was made with {@link #UNKNOWN}. */
  void expect(long total);

  /** Says how much is done by now. */
  void done(long count);

  /** Ends the display and leaves the cursor on a new line. */
  @Override
  void close();
}

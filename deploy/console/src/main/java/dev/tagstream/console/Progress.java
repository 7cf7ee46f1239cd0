package dev.tagstream.console;

/** Shows the progress of a longer piece of work. Safe for use by several threads. */
public interface Progress extends AutoCloseable {

  /** A total that is not known yet. */
  long UNKNOWN = -1;

  /** Shows nothing, for work that nobody watches. */
  Progress NONE =
      new Progress() {
        @Override
        public void expect(long total) {}

        @Override
        public void estimate(long total) {}

        @Override
        public void done(long count) {}

        @Override
        public void close() {}
      };

  /** Sets the amount of work, if it was {@link #UNKNOWN} or an estimate. */
  void expect(long total);

  /** Sets an estimate of the amount of work, which later estimates may correct. */
  void estimate(long total);

  /** Reports the amount of work that is done. */
  void done(long count);

  /** Ends the display and leaves the cursor on a new line. */
  @Override
  void close();
}

package dev.tagstream.export.source;

/** Receives the progress of a download. */
public interface FetchListener {

  /** A listener that ignores everything. */
  FetchListener SILENT =
      new FetchListener() {
        @Override
        public void say(String line) {}

        @Override
        public void downloaded(long bytes, long total) {}
      };

  /** Receives a line for the user. */
  void say(String line);

  /**
   * Receives progress.
   *
   * @param bytes of the file that have been received
   * @param total of the file; -1 if the server does not report it
   */
  void downloaded(long bytes, long total);
}

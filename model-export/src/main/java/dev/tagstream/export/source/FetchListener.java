package dev.tagstream.export.source;

/** Is told how a download goes. */
public interface FetchListener {

  /** A listener that ignores everything. */
  FetchListener SILENT =
      new FetchListener() {
        @Override
        public void say(String line) {}

        @Override
        public void downloaded(long bytes, long total) {}
      };

  /** Something happened that the user should know, in one line. */
  void say(String line);

  /**
   * More has come.
   *
   * @param bytes of the file that are here by now
   * @param total that it will have; -1 where the server does not tell
   */
  void downloaded(long bytes, long total);
}

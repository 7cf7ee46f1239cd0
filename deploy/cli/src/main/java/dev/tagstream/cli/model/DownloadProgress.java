package dev.tagstream.cli.model;

import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.export.source.FetchListener;
import org.jspecify.annotations.Nullable;

/** Shows the progress of a download. */
final class DownloadProgress implements FetchListener, AutoCloseable {

  private static final long MEBIBYTE = 1 << 20;

  private final Console console;
  private @Nullable Progress progress;

  DownloadProgress(Console console) {
    this.console = console;
  }

  @Override
  public void say(String line) {
    close();
    console.say(line);
  }

  @Override
  public void downloaded(long bytes, long total) {
    if (progress == null) {
      progress = console.progress("MiB downloaded", Math.max(bytes, total) / MEBIBYTE);
    }
    progress.done(bytes / MEBIBYTE);
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }
}

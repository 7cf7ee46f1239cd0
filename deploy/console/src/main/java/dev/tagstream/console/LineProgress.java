package dev.tagstream.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Progress as a line every few seconds, such as {@code tagged 1200 of 5000, 240.0/s, 16 s left}.
 */
final class LineProgress implements Progress {

  private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(5).toNanos();
  private static final double NANOS_PER_SECOND = 1e9;

  private final String task;
  private final long total;
  private final PrintWriter lines;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private long lastLineNanos;

  LineProgress(String task, long total, PrintWriter lines, LongSupplier nanoTime) {
    this.task = task;
    this.total = total;
    this.lines = lines;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.lastLineNanos = startNanos;
  }

  @Override
  public void done(long count) {
    long now = nanoTime.getAsLong();
    if (now - lastLineNanos < NANOS_BETWEEN_LINES) {
      return;
    }
    lastLineNanos = now;
    double perSecond = count * NANOS_PER_SECOND / (now - startNanos);
    String left = count == 0 ? "" : ", %.0f s left".formatted((total - count) / perSecond);
    lines.println(
        String.format(Locale.ROOT, "%s %d of %d, %.1f/s%s", task, count, total, perSecond, left));
  }

  @Override
  public void close() {}
}

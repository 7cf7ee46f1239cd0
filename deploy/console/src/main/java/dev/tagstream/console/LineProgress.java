package dev.tagstream.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Progress as a line every few seconds, such as {@code tagged 1200 of 5000, 240.0/s, 16 s left};
 * {@code tagged 1200 of about 5000, …} while the amount of work is an estimate, and {@code tagged
 * 1200, 240.0/s} while it is unknown.
 */
final class LineProgress implements Progress {

  private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(5).toNanos();
  private static final double NANOS_PER_SECOND = 1e9;

  private final String task;
  private volatile long total;
  private volatile boolean isEstimate;
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
  public void expect(long allInAll) {
    isEstimate = false;
    total = allInAll;
  }

  @Override
  public void estimate(long allInAll) {
    isEstimate = true;
    total = allInAll;
  }

  @Override
  public void done(long count) {
    long now = nanoTime.getAsLong();
    if (now - lastLineNanos < NANOS_BETWEEN_LINES) {
      return;
    }
    lastLineNanos = now;
    double perSecond = count * NANOS_PER_SECOND / (now - startNanos);
    lines.println(
        String.format(Locale.ROOT, "%s %d%s, %.1f/s", task, count, ofTotal(), perSecond)
            + left(count, perSecond));
    lines.flush();
  }

  private String ofTotal() {
    return total == UNKNOWN ? "" : (isEstimate ? " of about " : " of ") + total;
  }

  private String left(long count, double perSecond) {
    return total == UNKNOWN || count == 0
        ? ""
        : String.format(Locale.ROOT, ", %.0f s left", (total - count) / perSecond);
  }

  @Override
  public void close() {}
}

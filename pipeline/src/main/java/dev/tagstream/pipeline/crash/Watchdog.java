package dev.tagstream.pipeline.crash;

import dev.tagstream.pipeline.record.ImageSource;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how long a record stays in hand. Native code cannot be interrupted, and a thread left to
 * itself would go on writing into memory that is used again. So a record that is in hand for too
 * long is named in the log, and when four times that has passed the process is ended: then the
 * {@link CrashGuard} sees to it that the record is not tried for ever.
 *
 * <p>Time is counted in looks of a thread of its own, not on a clock: a process that was stopped
 * for a while blames nobody.
 */
public final class Watchdog implements AutoCloseable {

  /** What the process ends with: EX_SOFTWARE of sysexits.h. */
  public static final int EXIT_CODE = 70;

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private static final int LOOKS_TO_WARN = 10;
  private static final int LOOKS_TO_END = 4 * LOOKS_TO_WARN;

  private final Duration limit;
  private final Runnable end;
  private final ScheduledExecutorService looks;

  private volatile @Nullable ImageSource inHand;

  // of the looking thread
  private @Nullable ImageSource seen;
  private int timesSeen;

  private Watchdog(Duration limit, Runnable end) {
    this.limit = limit;
    this.end = end;
    this.looks =
        Executors.newSingleThreadScheduledExecutor(
            look -> {
              Thread thread = new Thread(look, "tagstream-watchdog");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to watch.
   *
   * @param limit how long a record may stay in hand, at least 10 ms
   */
  public static Watchdog start(Duration limit) {
    return start(limit, () -> Runtime.getRuntime().halt(EXIT_CODE));
  }

  static Watchdog start(Duration limit, Runnable end) {
    Watchdog watchdog = new Watchdog(limit, end);
    long nanos = limit.dividedBy(LOOKS_TO_WARN).toNanos();
    var unused =
        watchdog.looks.scheduleWithFixedDelay(watchdog::look, nanos, nanos, TimeUnit.NANOSECONDS);
    return watchdog;
  }

  /** The record is in hand from now on. */
  public void begin(ImageSource record) {
    inHand = record;
  }

  /** No record is in hand any more. */
  public void end() {
    inHand = null;
  }

  @SuppressWarnings("ReferenceEquality") // is it the same one that was in hand before
  private void look() {
    ImageSource record = inHand;
    if (record == null || record != seen) {
      seen = record;
      timesSeen = 0;
      return;
    }
    timesSeen++;
    if (timesSeen == LOOKS_TO_WARN) {
      LOG.error("{} has been decoded for more than {}", record.position(), limit);
    } else if (timesSeen == LOOKS_TO_END) {
      LOG.error(
          "{} has been decoded for more than four times {}; ending this process, so that the job restarts and rejects it if this happens again",
          record.position(),
          limit);
      end.run();
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}

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
 * Watches how long a record takes. Native code cannot be interrupted, and an abandoned thread would
 * go on writing into reused memory. So the watchdog logs a record that takes too long, and ends the
 * process after four times that limit; the {@link CrashGuard} then keeps the record from being
 * tried for ever.
 *
 * <p>A thread of its own counts time in polls, not on a clock: a process that was suspended blames
 * no record.
 */
public final class Watchdog implements AutoCloseable {

  /** The exit code: EX_SOFTWARE of sysexits.h. */
  public static final int EXIT_CODE = 70;

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private static final int LOOKS_TO_WARN = 10;
  private static final int LOOKS_TO_END = 4 * LOOKS_TO_WARN;

  private final Duration limit;
  private final Runnable end;
  private final ScheduledExecutorService looks;

  private volatile @Nullable ImageSource inHand;

  // used by the watching thread only
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
   * Starts to watch.
   *
   * @param limit the longest time for a record, at least 10 ms
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

  /** The record is in progress from now on. */
  public void begin(ImageSource record) {
    inHand = record;
  }

  /** No record is in progress any more. */
  public void end() {
    inHand = null;
  }

  @SuppressWarnings("ReferenceEquality") // whether it is still the record of the previous poll
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
          "{} has been decoded for more than four times {}; ending this process, so that the job"
              + " restarts and rejects it if this happens again",
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

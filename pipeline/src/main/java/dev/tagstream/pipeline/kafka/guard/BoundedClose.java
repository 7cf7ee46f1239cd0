package dev.tagstream.pipeline.kafka.guard;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a part of a task that uses Kafka, in bounded time and without throwing.
 *
 * <p>If a task cannot be cleaned up, Flink ends the whole TaskManager. A writer aborts its open
 * transaction on close, and waits a minute for a broker that no longer answers. Nothing depends on
 * that: a restart aborts the transaction, and so does the broker after its timeout. Checkpoints and
 * the end of the input flush records and commit transactions long before.
 */
final class BoundedClose {

  private static final Logger LOG = LoggerFactory.getLogger(BoundedClose.class);

  /** Longer than a broker that answers ever needs; Flink's own limit for a task is 180 s. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** The time that an interrupted part needs to close its sockets. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private BoundedClose() {}

  /**
   * Closes the part. A failure becomes one line of the log.
   *
   * @param what the part's name in the log, such as {@code the writer of image-tags}
   */
  static void close(String what, AutoCloseable part) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread closer = new Thread(() -> failure.set(failureOf(part)), "close " + what);
    closer.setDaemon(true);
    closer.start();
    if (!ends(closer, LIMIT)) {
      closer.interrupt();
      if (!ends(closer, GRACE)) {
        LOG.warn("{} did not close within {} s; continuing without it", what, LIMIT.toSeconds());
        return;
      }
    }
    tell(what, failure.get());
  }

  private static @Nullable Throwable failureOf(AutoCloseable part) {
    try {
      part.close();
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  private static void tell(String what, @Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      LOG.warn(
          "{} did not close cleanly ({}); nothing is lost: Kafka or the next start aborts open"
              + " transactions",
          what,
          failure.toString());
      LOG.debug("{} failed to close", what, failure);
    }
  }

  /** Waits for a thread; an interrupt shortens the wait and is preserved. */
  private static boolean ends(Thread thread, Duration limit) {
    try {
      thread.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}

package dev.tagstream.pipeline.kafka.guard;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a part of a task that talks to Kafka, in bounded time and without throwing.
 *
 * <p>Flink ends the whole TaskManager when a task cannot be cleaned up. A writer aborts its open
 * transaction when it is closed, and waits a minute for a broker that no longer answers. Nothing
 * depends on that: a restart aborts the transaction, and the broker does so after its timeout.
 * Records are flushed and transactions are committed long before, by checkpoints and at the end of
 * the input.
 */
final class BoundedClose {

  private static final Logger LOG = LoggerFactory.getLogger(BoundedClose.class);

  /** Longer than a broker that answers ever needs; Flink's own limit for a task is 180 s. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** What a part that was interrupted needs to close its sockets. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private BoundedClose() {}

  /**
   * Closes the part. Whatever goes wrong is one line of the log.
   *
   * @param what names the part in the log, such as {@code the writer of image-tags}
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

  /** Waits for a thread; an interruption shortens the wait and stays noted. */
  private static boolean ends(Thread thread, Duration limit) {
    try {
      thread.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}

package dev.tagstream.pipeline.objects.source;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts no image while a more urgent job lags. It looks at that job every second; before the first
 * look it starts none, and while the lag is unknown it starts all.
 */
final class YieldingPace implements RateLimiter<ObjectSplit>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(YieldingPace.class);
  private static final long MILLIS_BETWEEN_LOOKS = 1000;

  private final RateLimiter<ObjectSplit> pace;
  private final UrgentJob.Lag lag;
  private final long maxLag;
  private final ScheduledExecutorService looks;

  /** Whether the last look failed, which is told once. */
  private boolean isLagUnknown;

  /** Complete while images may start. */
  private volatile CompletableFuture<Void> open = new CompletableFuture<>();

  /**
   * Begins to look at the urgent job.
   *
   * @param pace while the urgent job does not lag
   */
  YieldingPace(UrgentJob urgent, RateLimiter<ObjectSplit> pace) {
    this(urgent, pace, MILLIS_BETWEEN_LOOKS);
  }

  YieldingPace(UrgentJob urgent, RateLimiter<ObjectSplit> pace, long millisBetweenLooks) {
    this.pace = pace;
    this.lag = urgent.lag().open();
    this.maxLag = urgent.maxLag();
    this.looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "urgent-job");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        looks.scheduleWithFixedDelay(this::look, 0, millisBetweenLooks, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      OptionalLong records = lag.records();
      isLagUnknown = false;
      if (records.isPresent() && records.getAsLong() > maxLag) {
        if (open.isDone()) {
          LOG.info("Starts no images while the urgent job lags by {} records", records.getAsLong());
          open = new CompletableFuture<>();
        }
      } else if (open.complete(null)) {
        LOG.info("Starts images: the urgent job's lag is {}", records);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      // thrown, it would end the looks, and with them this job's progress
      if (!isLagUnknown) {
        LOG.warn("The urgent job's lag is unknown, so images start", failure);
      }
      isLagUnknown = true;
      open.complete(null);
    }
  }

  @Override
  public CompletionStage<Void> acquire(int images) {
    return open.thenCompose(any -> pace.acquire(images));
  }

  @Override
  public void close() {
    looks.shutdownNow();
    lag.close();
  }
}

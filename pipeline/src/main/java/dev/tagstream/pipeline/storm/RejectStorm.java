package dev.tagstream.pipeline.storm;

import dev.tagstream.pipeline.record.RejectedImage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the share of images that one step of one parallel instance rejects, in consecutive
 * windows.
 */
public final class RejectStorm {

  private static final Logger LOG = LoggerFactory.getLogger(RejectStorm.class);

  private final StormLimits limits;
  private final LongSupplier nanos;
  private final long windowNanos;

  private long accepted;
  private long rejected;

  /** Written by the task's thread, read by those of metrics. */
  private volatile long beginNanos;

  /** Written and read by the same threads as {@link #beginNanos}. */
  private volatile boolean raging;

  /**
   * Starts to watch.
   *
   * @param nanos a clock such as {@link System#nanoTime}
   */
  public RejectStorm(StormLimits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    this.windowNanos = limits.window().toNanos();
    this.beginNanos = nanos.getAsLong();
  }

  /** Whether there was a storm within the last window; for a metric, from any thread. */
  public boolean isRaging() {
    return raging && nanos.getAsLong() - beginNanos < windowNanos;
  }

  /** Counts an image that was not rejected. */
  public void accept() {
    startWindowIfDue();
    accepted++;
  }

  /**
   * Counts a reject.
   *
   * @throws SuppressRestartsException if that makes a storm for which the job must stop
   */
  public void reject(RejectedImage image) {
    startWindowIfDue();
    rejected++;
    long images = accepted + rejected;
    if (!raging && images >= limits.minImages() && rejected > limits.share() * images) {
      raging = true;
      tell(image);
    }
  }

  private void tell(RejectedImage last) {
    String storm =
        "%d of %d images of the last %d s were rejected, most recently %s as %s: %s"
            .formatted(
                rejected,
                accepted + rejected,
                TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - beginNanos),
                last.source().position(),
                last.reason(),
                last.detail());
    if (limits.answer() == StormLimits.Answer.STOP) {
      throw new SuppressRestartsException(new RejectStormException(storm));
    }
    LOG.error("A reject storm: {}", storm);
  }

  private void startWindowIfDue() {
    long now = nanos.getAsLong();
    if (now - beginNanos >= windowNanos) {
      // before the new window begins; otherwise a metric would report the old storm for the new
      // window
      raging = false;
      beginNanos = now;
      accepted = 0;
      rejected = 0;
    }
  }
}

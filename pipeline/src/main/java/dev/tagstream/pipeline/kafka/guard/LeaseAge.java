package dev.tagstream.pipeline.kafka.guard;

import dev.tagstream.pipeline.metric.TaggingMetric;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.metrics.MetricGroup;

/**
 * The time since the lease was renewed, as a metric. Flink creates a new enumerator for a restart
 * but keeps its metrics, so the gauge of the first one serves them all.
 */
final class LeaseAge implements Serializable {

  private static final long serialVersionUID = 1L;

  private transient volatile long renewedNanos;
  private transient boolean registered;

  /** Registers the metric, once. */
  synchronized void register(MetricGroup metrics) {
    renewed();
    if (!registered) {
      registered = true;
      TaggingMetric.LEASE_AGE_SECONDS.gauge(metrics, () -> age().toSeconds());
    }
  }

  /** Records that the lease was renewed just now. */
  void renewed() {
    renewedNanos = System.nanoTime();
  }

  private Duration age() {
    return Duration.ofNanos(System.nanoTime() - renewedNanos);
  }
}

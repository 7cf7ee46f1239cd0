package dev.tagstream.pipeline.objects;

import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.objects.source.Backlog;
import org.apache.flink.metrics.MetricGroup;

/** The metrics of a job over objects that its JobManager reports. */
public final class BacklogMetrics {

  private BacklogMetrics() {}

  /** Registers them. */
  public static void register(MetricGroup metrics, Backlog backlog) {
    TaggingMetric.LISTED_OBJECTS.gauge(metrics, backlog::listedObjects);
    TaggingMetric.LISTED_BYTES.gauge(metrics, backlog::listedBytes);
    TaggingMetric.LISTING_COMPLETE.gauge(metrics, () -> backlog.isAllListed() ? 1 : 0);
    TaggingMetric.BYTES_LEFT.gauge(metrics, backlog::bytesLeft);
    TaggingMetric.SECONDS_LEFT.gauge(metrics, backlog::secondsLeft);
  }
}

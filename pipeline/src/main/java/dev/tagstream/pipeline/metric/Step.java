package dev.tagstream.pipeline.metric;

import java.util.Locale;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** The steps that a slot spends its time on; all other time goes into fetching records. */
public enum Step {
  DECODE,
  QUEUE,
  INFERENCE,
  SINK;

  /** Registers the counter of this step's time, in nanoseconds. */
  public Counter busyNanos(MetricGroup group) {
    return TaggingMetric.BUSY_NANOS.counter(group, name().toLowerCase(Locale.ROOT));
  }
}

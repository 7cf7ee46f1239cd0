package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.fetch.FetchCounts;
import dev.tagstream.pipeline.metric.Distribution;
import dev.tagstream.pipeline.metric.TaggingMetric;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counts fetched images and retries in the job's metrics. */
final class FetchMetrics implements FetchCounts {

  private final Counter bytes;
  private final Counter failures;
  private final Counter slowDowns;
  private final Distribution micros;

  FetchMetrics(MetricGroup group) {
    bytes = TaggingMetric.FETCHED_BYTES.counter(group);
    failures = TaggingMetric.FETCH_RETRIES.counter(group, "failure");
    slowDowns = TaggingMetric.FETCH_RETRIES.counter(group, "slow-down");
    micros = TaggingMetric.FETCH_MICROS.distribution(group);
  }

  @Override
  public void fetched(long length, Duration took) {
    bytes.inc(length);
    micros.update(TimeUnit.NANOSECONDS.toMicros(took.toNanos()));
  }

  @Override
  public void retried() {
    failures.inc();
  }

  @Override
  public void slowedDown() {
    slowDowns.inc();
  }
}

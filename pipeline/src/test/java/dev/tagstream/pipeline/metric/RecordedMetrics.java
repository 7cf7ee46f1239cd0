package dev.tagstream.pipeline.metric;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * Keeps what is registered, by its name with labels before it: {@code le=100.decodeMicrosBucket}.
 */
final class RecordedMetrics extends UnregisteredMetricsGroup {

  private final String scope;
  private final Map<String, Metric> metrics;

  RecordedMetrics() {
    this("", new TreeMap<>());
  }

  private RecordedMetrics(String scope, Map<String, Metric> metrics) {
    this.scope = scope;
    this.metrics = metrics;
  }

  /** What was registered here and in groups below. */
  Map<String, Metric> all() {
    return metrics;
  }

  /** What a counter stands at. */
  long count(String name) {
    if (metrics.get(name) instanceof Counter counter) {
      return counter.getCount();
    }
    throw new AssertionError(name + " is no counter of " + metrics.keySet());
  }

  @Override
  public Counter counter(String name) {
    return counter(name, new SimpleCounter());
  }

  @Override
  public <C extends Counter> C counter(String name, C counter) {
    return register(name, counter);
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    return register(name, gauge);
  }

  @Override
  public <H extends Histogram> H histogram(String name, H histogram) {
    return register(name, histogram);
  }

  @Override
  public MetricGroup addGroup(String key, String value) {
    return new RecordedMetrics(scope + key + "=" + value + ".", metrics);
  }

  private <M extends Metric> M register(String name, M metric) {
    if (metrics.put(scope + name, metric) != null) {
      throw new AssertionError(scope + name + " is registered twice");
    }
    return metric;
  }
}

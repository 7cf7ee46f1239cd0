package dev.tagstream.embedded;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;

/**
 * The counters and gauges of the jobs on one cluster, summed by name over all tasks. Safe for use
 * by several threads.
 */
public final class JobMetrics implements MetricReporter {

  private static final Map<String, JobMetrics> OF_CLUSTERS = new ConcurrentHashMap<>();

  private final IdentityHashMap<Metric, Name> names = new IdentityHashMap<>();

  /** What counters of tasks that have ended had counted. */
  private final Map<String, Long> ended = new HashMap<>();

  /** A metric's name without its scope, and its labels. */
  private record Name(String name, Map<String, String> labels) {}

  private JobMetrics() {}

  /** Those of a cluster, by a name that no other in this process has. */
  static JobMetrics of(String cluster) {
    return OF_CLUSTERS.computeIfAbsent(cluster, name -> new JobMetrics());
  }

  static void forget(String cluster) {
    OF_CLUSTERS.remove(cluster);
  }

  /**
   * The sum of a metric. Counters go on when tasks start again, so they count again what a task
   * repeats.
   *
   * @param name without its scope; 0 if there is no such metric
   */
  public synchronized long sum(String name) {
    long sum = ended.getOrDefault(name, 0L);
    for (Map.Entry<Metric, Name> each : names.entrySet()) {
      sum += each.getValue().name().equals(name) ? value(each.getKey()) : 0;
    }
    return sum;
  }

  /**
   * The sum of a metric over the running tasks, for one value of a label.
   *
   * @param name as above
   * @param label such as {@code outcome}
   */
  public synchronized long sum(String name, String label, String value) {
    long sum = 0;
    for (Map.Entry<Metric, Name> each : names.entrySet()) {
      Name its = each.getValue();
      boolean counts = its.name().equals(name) && value.equals(its.labels().get(label));
      sum += counts ? value(each.getKey()) : 0;
    }
    return sum;
  }

  /** The number of counters and gauges that running tasks have registered, under any name. */
  public synchronized int registered() {
    return names.size();
  }

  private static long value(Metric metric) {
    if (metric instanceof Counter counter) {
      return counter.getCount();
    }
    return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number
        ? number.longValue()
        : 0;
  }

  @Override
  public synchronized void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof Counter || metric instanceof Gauge<?>) {
      names.put(metric, new Name(name, labels(group)));
    }
  }

  @Override
  public synchronized void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    if (names.remove(metric) != null && metric instanceof Counter counter) {
      ended.merge(name, counter.getCount(), Long::sum);
    }
  }

  /** The variables of a group, which Flink writes as {@code <name>}. */
  private static Map<String, String> labels(MetricGroup group) {
    Map<String, String> labels = new HashMap<>();
    group
        .getAllVariables()
        .forEach((name, value) -> labels.put(name.substring(1, name.length() - 1), value));
    return labels;
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}
}

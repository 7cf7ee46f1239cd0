package dev.tagstream.embedded;

import java.util.Properties;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Gives Flink the metrics object of one cluster in this process. */
public final class JobMetricsFactory implements MetricReporterFactory {

  /** The option that names the cluster. */
  static final String CLUSTER = "cluster";

  @Override
  public MetricReporter createMetricReporter(Properties settings) {
    return JobMetrics.of(settings.getProperty(CLUSTER));
  }
}

package dev.tagstream.cli.job;

import dev.tagstream.console.Console;
import dev.tagstream.embedded.JobMetrics;
import dev.tagstream.pipeline.metric.TaggingMetric;
import java.time.Duration;
import java.util.Locale;

/** Says in a line what a running job has done, and how much waits. */
final class Heartbeat {

  /** Flink's own gauge: the records that the source has not read. */
  private static final String LAG = "pendingRecords";

  /** A job without images says so less often. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  private static final double NANOS_PER_SECOND = 1e9;

  private final Console console;
  private final JobMetrics metrics;
  private long measuredNanos = System.nanoTime();
  private long saidNanos = measuredNanos;
  private long measured;
  private String said = "";

  Heartbeat(Console console, JobMetrics metrics) {
    this.console = console;
    this.metrics = metrics;
  }

  /** Says what there is to say: the rate is that since the last call. */
  void beat() {
    long now = System.nanoTime();
    long tagged = metrics.sum(TaggingMetric.IMAGES_TAGGED.metricName());
    long rejected = metrics.sum(TaggingMetric.IMAGES_REJECTED.metricName());
    double perSecond = (tagged + rejected - measured) / ((now - measuredNanos) / NANOS_PER_SECOND);
    measured = tagged + rejected;
    measuredNanos = now;
    String line =
        String.format(
            Locale.ROOT,
            "%.1f images/s; tagged %d, rejected %d; lag %d",
            perSecond,
            tagged,
            rejected,
            Math.max(0, metrics.sum(LAG)));
    if (!line.equals(said) || now - saidNanos >= LONGEST_SILENCE.toNanos()) {
      console.say(line);
      said = line;
      saidNanos = now;
    }
  }
}

package dev.tagstream.pipeline.objects.source;

import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;

/** Shows a backlog in the job's metrics. */
@FunctionalInterface
public interface BacklogGauges extends Serializable {

  /** Registers the figures. */
  void register(MetricGroup metrics, Backlog backlog);
}

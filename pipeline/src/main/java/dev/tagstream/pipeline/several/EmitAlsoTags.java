package dev.tagstream.pipeline.several;

import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.operator.TaggedBatch;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Emits what a further model says of a batch. An image that it fails on has no result of this
 * model, and no reject, because the main model answers for the image; it is counted, and the log
 * names it unless it has just named another.
 */
public final class EmitAlsoTags extends RichFlatMapFunction<TaggedBatch, TaggedImage> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(EmitAlsoTags.class);

  /** A model that fails on every image would fill the log. */
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final String name;

  private transient Counter tagged;
  private transient Counter failed;
  private transient boolean hasLogged;
  private transient long loggedAtNanos;

  /** For a model by its name in this job. */
  public EmitAlsoTags(String name) {
    this.name = name;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    tagged = TaggingMetric.ALSO_IMAGES.counter(metrics, name, "tagged");
    failed = TaggingMetric.ALSO_IMAGES.counter(metrics, name, "failed");
  }

  @Override
  public void flatMap(TaggedBatch batch, Collector<TaggedImage> out) {
    for (TaggedImage image : batch.tagged()) {
      tagged.inc();
      out.collect(image);
    }
    failed.inc(batch.rejected().size());
    log(batch.rejected());
  }

  private void log(List<RejectedImage> images) {
    long now = System.nanoTime();
    if (images.isEmpty() || (hasLogged && now - loggedAtNanos < QUIET_NANOS)) {
      return;
    }
    hasLogged = true;
    loggedAtNanos = now;
    RejectedImage image = images.get(0);
    LOG.warn(
        "The model {} has no tags for {}: {}", name, image.source().position(), image.detail());
  }
}

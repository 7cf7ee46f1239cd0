package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.image.RejectedImage;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Takes batches apart: tagged images go on, the others to the rejects. */
public final class EmitTags extends ProcessFunction<TaggedBatch, TaggedImage> {

  private static final long serialVersionUID = 1L;

  private final StormLimits storm;

  @SuppressWarnings("NullAway.Init") // by open
  private transient RejectsOutput rejects;

  @SuppressWarnings("NullAway.Init") // by open
  private transient Counter imagesTagged;

  /** Takes batches apart and watches for a storm of rejects. */
  public EmitTags(StormLimits storm) {
    this.storm = storm;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    rejects = new RejectsOutput(metrics, storm);
    imagesTagged = metrics.counter(TaggingMetrics.IMAGES_TAGGED);
  }

  @Override
  public void processElement(TaggedBatch batch, Context context, Collector<TaggedImage> out) {
    for (TaggedImage image : batch.tagged()) {
      imagesTagged.inc();
      rejects.accept();
      out.collect(image);
    }
    for (RejectedImage rejected : batch.rejected()) {
      rejects.reject(context, rejected);
    }
  }
}

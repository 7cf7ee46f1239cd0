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

  @SuppressWarnings("NullAway.Init") // by open
  private transient RejectsOutput rejects;

  @SuppressWarnings("NullAway.Init") // by open
  private transient Counter imagesTagged;

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    rejects = new RejectsOutput(metrics);
    imagesTagged = metrics.counter(TaggingMetrics.IMAGES_TAGGED);
  }

  @Override
  public void processElement(TaggedBatch batch, Context context, Collector<TaggedImage> out) {
    for (TaggedImage image : batch.tagged()) {
      imagesTagged.inc();
      out.collect(image);
    }
    for (RejectedImage rejected : batch.rejected()) {
      rejects.reject(context, rejected);
    }
  }
}

package dev.tagstream.pipeline.objects;

import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.operator.RejectsOutput;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.storm.StormLimits;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Passes on images that were read and rejects everything else. */
public final class ReadObjects extends ProcessFunction<ReadImage, EncodedImage> {

  private static final long serialVersionUID = 1L;

  private final StormLimits storm;

  private transient RejectsOutput rejects;
  private transient Counter imagesRead;
  private transient Counter bytesRead;

  /** Creates the step, which watches for a storm of rejects. */
  public ReadObjects(StormLimits storm) {
    this.storm = storm;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    rejects = new RejectsOutput(metrics, storm);
    imagesRead = TaggingMetric.IMAGES_READ.counter(metrics);
    bytesRead = TaggingMetric.BYTES_READ.counter(metrics);
  }

  @Override
  public void processElement(ReadImage read, Context context, Collector<EncodedImage> out) {
    imagesRead.inc();
    EncodedImage image = read.image();
    if (image != null) {
      bytesRead.inc(image.bytes().length());
      rejects.accept();
      out.collect(image);
    } else if (read.rejected() != null) {
      rejects.reject(context, read.rejected());
    }
  }
}

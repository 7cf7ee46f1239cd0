package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.image.PixelNormalizer;
import dev.tagstream.pipeline.metric.Step;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.NormalizedImage;
import dev.tagstream.pipeline.record.PixelImage;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;

/** Arranges the pixels of each image as the model's input. */
public final class NormalizeImages extends RichMapFunction<DecodedImage, NormalizedImage> {

  private static final long serialVersionUID = 1L;

  private final ModelContract contract;

  private transient PixelNormalizer normalizer;
  private transient Counter busyNanos;

  public NormalizeImages(ModelContract contract) {
    this.contract = contract;
  }

  @Override
  public void open(OpenContext context) {
    busyNanos = Step.DECODE.busyNanos(getRuntimeContext().getMetricGroup());
    normalizer =
        new PixelNormalizer(
            contract.preprocessing(), contract.input().type(), contract.input().layout());
  }

  @Override
  public NormalizedImage map(DecodedImage image) {
    long begin = System.nanoTime();
    PixelImage pixels = image.pixels();
    NormalizedImage normalized =
        new NormalizedImage(image, normalizer.normalize(pixels), normalizer.rowBytes(pixels));
    busyNanos.inc(System.nanoTime() - begin);
    return normalized;
  }
}

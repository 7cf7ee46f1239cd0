package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.image.DecodedImage;
import dev.tagstream.pipeline.image.EncodedImage;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.Preprocessing;
import dev.tagstream.pipeline.image.RejectedImage;
import dev.tagstream.pipeline.image.Stage;
import dev.tagstream.pipeline.image.UnreadableImageException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Decodes, resizes and crops each image; what cannot be decoded is rejected. */
public final class DecodeImages extends ProcessFunction<EncodedImage, DecodedImage> {

  private static final long serialVersionUID = 1L;

  private final Preprocessing preprocessing;
  private final ImageLimits limits;

  private transient @Nullable ImageDecoder decoder;

  @SuppressWarnings("NullAway.Init") // by open
  private transient RejectsOutput rejects;

  @SuppressWarnings("NullAway.Init") // by open
  private transient Histogram decodeMicros;

  /**
   * Decodes for a model.
   *
   * @param preprocessing how the model wants its images
   * @param limits what is refused for its size
   */
  public DecodeImages(Preprocessing preprocessing, ImageLimits limits) {
    this.preprocessing = preprocessing;
    this.limits = limits;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    rejects = new RejectsOutput(metrics);
    decodeMicros = TaggingMetrics.histogram(metrics, TaggingMetrics.DECODE_MICROS);
    decoder = new ImageDecoder(preprocessing, limits);
  }

  @Override
  public void processElement(EncodedImage image, Context context, Collector<DecodedImage> out) {
    DecodedImage decoded;
    try {
      decoded = decode(image);
    } catch (UnreadableImageException unreadable) {
      rejects.reject(
          context,
          new RejectedImage(
              image.source(), image.id(), unreadable.reason(), Stage.DECODE, unreadable.detail()));
      return;
    }
    out.collect(decoded);
  }

  private DecodedImage decode(EncodedImage image) throws UnreadableImageException {
    long begin = System.nanoTime();
    ImageDecoder.Decoded decoded = requireNonNull(decoder).decode(image.bytes());
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
    decodeMicros.update(micros);
    return new DecodedImage(
        image, decoded.pixels(), decoded.originalWidth(), decoded.originalHeight(), micros);
  }

  @Override
  public void close() {
    if (decoder != null) {
      decoder.close();
    }
  }
}

package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.metric.Distribution;
import dev.tagstream.pipeline.metric.Step;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Decodes, resizes and crops each image; rejects images that cannot be decoded. */
public final class DecodeImages extends ProcessFunction<EncodedImage, DecodedImage> {

  private static final long serialVersionUID = 1L;

  private final DecoderFactory decoders;
  private final DecodeGuards guards;

  private transient @Nullable GuardedDecoder decoder;
  private transient RejectsOutput rejects;
  private transient Distribution decodeMicros;
  private transient Counter busyNanos;

  /**
   * Decodes for a model.
   *
   * @param decoders create decoders for the model
   * @param guards keep an image from stopping the job for ever
   */
  public DecodeImages(DecoderFactory decoders, DecodeGuards guards) {
    this.decoders = decoders;
    this.guards = guards;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    rejects = new RejectsOutput(metrics, guards.storm());
    decodeMicros = TaggingMetric.DECODE_MICROS.distribution(metrics);
    busyNanos = Step.DECODE.busyNanos(metrics);
    decoder = new GuardedDecoder(decoders.create(), guards);
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
    rejects.accept();
    out.collect(decoded);
  }

  private DecodedImage decode(EncodedImage image) throws UnreadableImageException {
    long begin = System.nanoTime();
    ImageDecoder.Decoded decoded;
    long nanos;
    try {
      decoded = requireNonNull(decoder).decode(image);
    } finally {
      nanos = System.nanoTime() - begin;
      busyNanos.inc(nanos);
    }
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    decodeMicros.update(micros);
    return new DecodedImage(
        image,
        decoded.pixels(),
        decoded.originalWidth(),
        decoded.originalHeight(),
        micros,
        decoded.missing());
  }

  @Override
  public void close() {
    if (decoder != null) {
      decoder.close();
    }
  }
}

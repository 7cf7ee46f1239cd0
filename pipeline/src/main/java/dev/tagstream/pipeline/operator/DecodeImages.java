package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.metric.Distribution;
import dev.tagstream.pipeline.metric.Step;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Decodes, resizes and crops each image; rejects images that cannot be decoded. For models that
 * take other pixels than the main one, it emits the image again with each of these, in side
 * outputs; all are borrowed until it decodes the next image.
 */
public final class DecodeImages extends ProcessFunction<EncodedImage, DecodedImage> {

  private static final long serialVersionUID = 1L;

  private final DecoderFactory decoders;
  private final DecodeGuards guards;

  private final int others;

  private transient @Nullable GuardedDecoder decoder;
  private transient RejectsOutput rejects;
  private transient Distribution decodeMicros;
  private transient Counter busyNanos;

  /** In the decoder's order; none in most jobs. */
  private transient List<OutputTag<DecodedImage>> outputs;

  /** The time that the last image took. */
  private transient long nanos;

  /**
   * Decodes for a model.
   *
   * @param decoders create decoders for the model
   * @param guards keep an image from stopping the job for ever
   */
  public DecodeImages(DecoderFactory decoders, DecodeGuards guards) {
    this(decoders, guards, 0);
  }

  /**
   * Decodes for several models.
   *
   * @param decoders create decoders for the models
   * @param guards keep an image from stopping the job for ever
   * @param others the number of further pixels that the decoders make
   */
  public DecodeImages(DecoderFactory decoders, DecodeGuards guards, int others) {
    this.decoders = decoders;
    this.guards = guards;
    this.others = others;
  }

  /**
   * The side output of images with the pixels for other models.
   *
   * @param index of the pixels among those that the decoders make for others, from 0
   */
  public static OutputTag<DecodedImage> other(int index) {
    return new OutputTag<>("pixels-" + index, TypeInformation.of(DecodedImage.class));
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    rejects = new RejectsOutput(metrics, guards.storm());
    decodeMicros = TaggingMetric.DECODE_MICROS.distribution(metrics);
    busyNanos = Step.DECODE.busyNanos(metrics);
    outputs = IntStream.range(0, others).mapToObj(DecodeImages::other).toList();
    decoder = new GuardedDecoder(decoders.create(), guards);
  }

  @Override
  public void processElement(EncodedImage image, Context context, Collector<DecodedImage> out) {
    ImageDecoder.Decoded decoded;
    try {
      decoded = decode(image);
    } catch (UnreadableImageException unreadable) {
      rejects.reject(
          context,
          new RejectedImage(
              image.source(), image.id(), unreadable.reason(), Stage.DECODE, unreadable.detail()));
      return;
    }
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    decodeMicros.update(micros);
    rejects.accept();
    out.collect(with(decoded.pixels(), decoded, image, micros));
    for (int i = 0; i < outputs.size(); i++) {
      context.output(outputs.get(i), with(decoded.others()[i], decoded, image, micros));
    }
  }

  private ImageDecoder.Decoded decode(EncodedImage image) throws UnreadableImageException {
    long begin = System.nanoTime();
    try {
      return requireNonNull(decoder).decode(image);
    } finally {
      nanos = System.nanoTime() - begin;
      busyNanos.inc(nanos);
    }
  }

  private static DecodedImage with(
      PixelImage pixels, ImageDecoder.Decoded decoded, EncodedImage image, long micros) {
    return new DecodedImage(
        image,
        pixels,
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

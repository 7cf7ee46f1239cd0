package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.BatchLimits;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.crash.Watchdog;
import dev.tagstream.pipeline.image.BatchDecoder;
import dev.tagstream.pipeline.image.BatchDecoder.Outcome;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.metric.Distribution;
import dev.tagstream.pipeline.metric.Step;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Decodes, resizes and crops many images at a time, as a GPU does; rejects images that cannot be
 * decoded. Encoded images gather until they fill a batch of the model, or the first has reached its
 * deadline. They go on before anything that must not overtake them: a checkpoint barrier, a
 * watermark, the end of the input.
 */
public final class DecodeBatches extends GatheringOperator<DecodedImage>
    implements OneInputStreamOperator<EncodedImage, DecodedImage>, ProcessingTimeCallback {

  private static final long serialVersionUID = 1L;

  private final BatchDecoderFactory decoders;
  private final DecodeGuards guards;
  private final BatchLimits limits;
  private final Duration maxDelay;

  private transient @Nullable BatchDecoder decoder;
  private transient @Nullable CrashGuard crashes;
  private transient @Nullable Watchdog watchdog;
  private transient RejectsOutput rejects;
  private transient Distribution decodeMicros;
  private transient Counter busyNanos;
  private transient List<EncodedImage> gathered;
  private transient long gatheredBytes;
  private transient @Nullable ScheduledFuture<?> timer;

  /**
   * Decodes for a model.
   *
   * @param decoders create decoders for the model
   * @param guards keep an image from stopping the job for ever
   * @param limits the most images, and bytes of images as they were sent, that are decoded at a
   *     time
   * @param maxDelay the longest wait of an image for others
   */
  public DecodeBatches(
      BatchDecoderFactory decoders, DecodeGuards guards, BatchLimits limits, Duration maxDelay) {
    this.decoders = decoders;
    this.guards = guards;
    this.limits = limits;
    this.maxDelay = maxDelay;
  }

  @Override
  public void open() throws Exception {
    super.open();
    rejects = new RejectsOutput(metrics, guards.storm());
    decodeMicros = TaggingMetric.DECODE_MICROS.distribution(metrics);
    busyNanos = Step.DECODE.busyNanos(metrics);
    crashes = CrashGuard.open(guards.journals().path(), limits.maxImages());
    watchdog = Watchdog.start(guards.maxDecodeTime());
    decoder = decoders.create(getRuntimeContext());
    gathered = new ArrayList<>(limits.maxImages());
  }

  @Override
  public void processElement(StreamRecord<EncodedImage> element) {
    EncodedImage image = element.getValue();
    gathered.add(image);
    gatheredBytes += image.bytes().length();
    if (gathered.size() == limits.maxImages() || gatheredBytes >= limits.maxBytes()) {
      flush();
    } else if (timer == null) {
      long due = getProcessingTimeService().getCurrentProcessingTime() + maxDelay.toMillis();
      timer = getProcessingTimeService().registerTimer(due, this);
    }
  }

  @Override
  public void onProcessingTime(long timeMillis) {
    timer = null;
    flush();
  }

  /** Decodes the gathered images; those that were in progress at a crash run alone. */
  @Override
  void flush() {
    List<EncodedImage> images = List.copyOf(gathered);
    gathered.clear();
    gatheredBytes = 0;
    List<EncodedImage> together = new ArrayList<>(images.size());
    for (EncodedImage image : images) {
      if (guard().isSuspect(image.source())) {
        decode(together);
        together.clear();
        decodeSuspect(image);
      } else {
        together.add(image);
      }
    }
    decode(together);
  }

  private void decodeSuspect(EncodedImage image) {
    if (guard().isConvicted(image.source())) {
      reject(image, CrashGuard.convicted());
    } else {
      decode(List.of(image));
    }
  }

  private void decode(List<EncodedImage> images) {
    if (images.isEmpty()) {
      return;
    }
    long begin = System.nanoTime();
    List<Outcome> outcomes = decodeGuarded(images);
    long nanos = System.nanoTime() - begin;
    busyNanos.inc(nanos);
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos / images.size());
    for (int i = 0; i < images.size(); i++) {
      EncodedImage image = images.get(i);
      if (outcomes.get(i) instanceof Outcome.Success success) {
        emit(image, success.image(), micros);
      } else if (outcomes.get(i) instanceof Outcome.Failure failure) {
        reject(image, failure.why());
      }
    }
  }

  /** The next steps have guards of their own, so this emits nothing. */
  private List<Outcome> decodeGuarded(List<EncodedImage> images) {
    List<ImageSource> records = images.stream().map(EncodedImage::source).toList();
    List<ByteRange> bytes = images.stream().map(EncodedImage::bytes).toList();
    if (records.size() == 1) {
      guard().enter(records.get(0));
    } else {
      guard().enter(records);
    }
    opened(watchdog).begin(records.get(0));
    try {
      return opened(decoder).decode(bytes);
    } finally {
      opened(watchdog).end();
      guard().leave();
    }
  }

  private void emit(EncodedImage image, ImageDecoder.Decoded decoded, long micros) {
    decodeMicros.update(micros);
    rejects.accept();
    output.collect(
        new StreamRecord<>(
            new DecodedImage(
                image,
                decoded.pixels(),
                decoded.originalWidth(),
                decoded.originalHeight(),
                micros,
                decoded.missing())));
  }

  private void reject(EncodedImage image, UnreadableImageException why) {
    rejects.reject(
        rejected -> output.collect(RejectsOutput.TAG, new StreamRecord<>(rejected)),
        new RejectedImage(image.source(), image.id(), why.reason(), Stage.DECODE, why.detail()));
  }

  private CrashGuard guard() {
    return opened(crashes);
  }

  private static <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("decode-images is not open");
    }
    return part;
  }

  @Override
  public void close() throws Exception {
    IOUtils.closeAll(decoder, watchdog, crashes);
    super.close();
  }
}

package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.batch.BatchBuffer;
import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.PixelNormalizer;
import dev.tagstream.pipeline.metric.Distribution;
import dev.tagstream.pipeline.metric.Step;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.model.BatchTagger;
import dev.tagstream.pipeline.model.BrokenSessionException;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.SessionFacts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TagOutcome;
import dev.tagstream.pipeline.model.TopTags;
import dev.tagstream.pipeline.model.session.ResidentMemory;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.NormalizedImage;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.TaggedImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * The steps of the job from an encoded image to its outcome, for a function that is not a job of
 * ours. Images gather in a batch; a full batch goes through the model at once, any other when it is
 * flushed. For use by one thread at a time.
 */
public final class ImageTagger implements AutoCloseable {

  private final TagModel model;
  private final GuardedDecoder decoder;
  private final PixelNormalizer normalizer;
  private final CrashGuard crashes;
  private final GuardedTagger tagger;
  private final BatchBuffer buffer;

  private final Figures figures;

  /** One for each image in the buffer, in order. */
  private final List<Consumer<ImageOutcome>> answers = new ArrayList<>();

  /** Those of the job's metrics that its steps here have, under the same names. */
  private static final class Figures {

    private final Counter tagged;
    private final Map<RejectReason, Counter> rejected = new EnumMap<>(RejectReason.class);
    private final Counter decodeNanos;
    private final Counter queueNanos;
    private final Counter inferenceNanos;
    private final Distribution decodeMicros;
    private final Distribution queueMicros;
    private final Distribution inferenceMicros;
    private final Distribution batchImages;

    Figures(MetricGroup metrics, TagModel model) {
      tagged = TaggingMetric.IMAGES_TAGGED.counter(metrics);
      for (RejectReason reason : RejectReason.values()) {
        rejected.put(reason, TaggingMetric.IMAGES_REJECTED.counter(metrics, reason.name()));
      }
      decodeNanos = Step.DECODE.busyNanos(metrics);
      queueNanos = Step.QUEUE.busyNanos(metrics);
      inferenceNanos = Step.INFERENCE.busyNanos(metrics);
      decodeMicros = TaggingMetric.DECODE_MICROS.distribution(metrics);
      queueMicros = TaggingMetric.QUEUE_MICROS.distribution(metrics);
      inferenceMicros = TaggingMetric.INFERENCE_MICROS.distribution(metrics);
      batchImages = TaggingMetric.BATCH_IMAGES.distribution(metrics);
      SessionFacts facts = model.facts();
      TaggingMetric.SESSION.gauge(
          metrics,
          () -> 1,
          model.provider(),
          facts.device(),
          model.contract().name(),
          model.contract().sha256());
      TaggingMetric.PROVIDER_FALLBACK.gauge(metrics, () -> facts.fallback() == null ? 0 : 1);
      TaggingMetric.SESSION_BYTES.gauge(metrics, facts::residentBytes);
      TaggingMetric.PROCESS_RESIDENT_BYTES.gauge(metrics, ResidentMemory::bytes);
    }

    void add(ImageOutcome outcome) {
      if (outcome instanceof RejectedImage image) {
        requireNonNull(rejected.get(image.reason())).inc();
      } else {
        tagged.inc();
      }
    }
  }

  /** Owns the model and closes it. */
  ImageTagger(TagModel model, ImageTaggerFactory settings, MetricGroup metrics) {
    this.model = model;
    ModelContract contract = model.contract();
    TagSelection selection = settings.selection();
    // first, because it may not get its memory and has nothing to close
    buffer = new BatchBuffer(settings.limits());
    decoder = new GuardedDecoder(settings.decoders().create(), settings.guards());
    normalizer =
        new PixelNormalizer(
            contract.preprocessing(), contract.input().type(), contract.input().layout());
    crashes = CrashGuard.open(settings.guards().journals().path(), settings.limits().maxImages());
    tagger =
        new GuardedTagger(
            new BatchTagger(
                model,
                new TopTags(contract, selection.count(), selection.thresholds()),
                selection.parts()),
            contract,
            crashes);
    figures = new Figures(metrics, model);
  }

  /**
   * Decodes an image and adds it to the batch.
   *
   * @param image its source identifies it to the guard against crashes
   * @param answer gets the outcome: within this call, within a later one, or within {@link #flush}
   * @throws BrokenSessionException if the model fails on every image; the images of the batch are
   *     then without an answer
   */
  public void add(EncodedImage image, Consumer<ImageOutcome> answer) {
    NormalizedImage normalized;
    long begin = System.nanoTime();
    try {
      normalized = normalize(decode(image));
    } catch (UnreadableImageException unreadable) {
      answer(
          answer,
          new RejectedImage(
              image.source(), image.id(), unreadable.reason(), Stage.DECODE, unreadable.detail()));
      return;
    } finally {
      figures.decodeNanos.inc(System.nanoTime() - begin);
    }
    if (!buffer.takes(normalized)) {
      flush();
    }
    buffer.add(normalized);
    answers.add(answer);
    if (buffer.isFull()) {
      flush();
    }
  }

  private DecodedImage decode(EncodedImage image) throws UnreadableImageException {
    long begin = System.nanoTime();
    ImageDecoder.Decoded decoded = decoder.decode(image);
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
    figures.decodeMicros.update(micros);
    return new DecodedImage(
        image,
        decoded.pixels(),
        decoded.originalWidth(),
        decoded.originalHeight(),
        micros,
        decoded.missing());
  }

  private NormalizedImage normalize(DecodedImage image) {
    PixelImage pixels = image.pixels();
    return new NormalizedImage(image, normalizer.normalize(pixels), normalizer.rowBytes(pixels));
  }

  /** Whether no image waits for its batch. */
  public boolean isEmpty() {
    return buffer.isEmpty();
  }

  /**
   * Runs the images that wait.
   *
   * @throws BrokenSessionException if the model fails on every image; these are then without an
   *     answer
   */
  public void flush() {
    if (buffer.isEmpty()) {
      return;
    }
    ImageBatch batch = buffer.toBatch();
    List<Consumer<ImageOutcome>> waiting = List.copyOf(answers);
    buffer.clear();
    answers.clear();
    long begin = System.nanoTime();
    long waitedBefore = model.waitedNanos();
    List<TagOutcome> outcomes = tagger.tag(batch);
    long nanos = System.nanoTime() - begin;
    ModelRun run = model.ended(nanos);
    count(batch, run, begin, nanos, model.waitedNanos() - waitedBefore);
    for (int i = 0; i < waiting.size(); i++) {
      answer(waiting.get(i), outcome(batch.images().get(i), outcomes.get(i), run, begin));
    }
  }

  private void count(ImageBatch batch, ModelRun run, long begin, long nanos, long waitedNanos) {
    figures.queueNanos.inc(waitedNanos);
    figures.inferenceNanos.inc(nanos - waitedNanos);
    figures.inferenceMicros.update(run.inferenceMicros());
    figures.batchImages.update(batch.images().size());
    for (QueuedImage image : batch.images()) {
      figures.queueMicros.update(TimeUnit.NANOSECONDS.toMicros(begin - image.queuedAtNanos()));
    }
  }

  private void answer(Consumer<ImageOutcome> answer, ImageOutcome outcome) {
    figures.add(outcome);
    answer.accept(outcome);
  }

  private static ImageOutcome outcome(
      QueuedImage image, TagOutcome outcome, ModelRun run, long beginNanos) {
    if (outcome instanceof TagOutcome.Failed failed) {
      EncodedImage encoded = image.encoded();
      return new RejectedImage(
          encoded.source(),
          encoded.id(),
          RejectReason.MODEL_FAILED,
          Stage.TAG,
          failed.failure().detail());
    }
    TagOutcome.Tagged tagged = (TagOutcome.Tagged) outcome;
    return new TaggedImage(
        image,
        tagged.tags(),
        tagged.embedding(),
        TimeUnit.NANOSECONDS.toMicros(beginNanos - image.queuedAtNanos()),
        run);
  }

  @Override
  @SuppressWarnings("try") // all are closed, whichever fails
  public void close() {
    try (model;
        crashes;
        decoder) {}
  }
}

package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.BatchBuffer;
import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.PixelNormalizer;
import dev.tagstream.pipeline.model.BatchTagger;
import dev.tagstream.pipeline.model.BrokenSessionException;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TagOutcome;
import dev.tagstream.pipeline.model.TopTags;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

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

  /** One for each image in the buffer, in order. */
  private final List<Consumer<ImageOutcome>> answers = new ArrayList<>();

  /** Owns the model and closes it. */
  ImageTagger(TagModel model, ImageTaggerFactory settings) {
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
    try {
      normalized = normalize(decode(image));
    } catch (UnreadableImageException unreadable) {
      answer.accept(
          new RejectedImage(
              image.source(), image.id(), unreadable.reason(), Stage.DECODE, unreadable.detail()));
      return;
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
    return new DecodedImage(
        image,
        decoded.pixels(),
        decoded.originalWidth(),
        decoded.originalHeight(),
        TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin),
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
    List<TagOutcome> outcomes = tagger.tag(batch);
    ModelRun run = model.ended(System.nanoTime() - begin);
    for (int i = 0; i < waiting.size(); i++) {
      waiting.get(i).accept(outcome(batch.images().get(i), outcomes.get(i), run, begin));
    }
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

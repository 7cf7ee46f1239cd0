package dev.tagstream.pipeline;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.config.LimitsConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.crash.Watchdog;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.PixelNormalizer;
import dev.tagstream.pipeline.model.BatchTagger;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput.Parts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TagOutcome;
import dev.tagstream.pipeline.model.TopTags;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.TaggedImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The decoder and buffers of one thread of a {@link Tagger}, reused for its next images. */
final class TaggerWorker implements AutoCloseable {

  /** The default limits of the job. */
  private static final ImageLimits LIMITS =
      new ImageLimits(
          Tagger.MAX_ENCODED_BYTES, LimitsConfig.USUAL_MAX_PIXELS, LimitsConfig.USUAL_MAX_SIDE);

  /** The job's usual bound on the memory and the time of a batch, for models of any size. */
  private static final int MAX_PIXELS = TaggingOptions.BATCH_MAX_PIXELS.defaultValue();

  private final TagModel model;
  private final ImageDecoder decoder;
  private final PixelNormalizer normalizer;
  private final BatchTagger tagger;
  private final @Nullable CrashGuard guard;
  private final @Nullable Watchdog watchdog;

  // of the batch at hand
  private final List<Waiting> batch = new ArrayList<>(Tagger.IMAGES_AT_ONCE);
  private ByteBuffer rows = ModelInput.direct(0);
  private int width;
  private int height;

  /** An image of the batch and its place among the images that are tagged together. */
  private record Waiting(int place, QueuedImage image) {}

  TaggerWorker(TagModel model, Tagger.Settings settings, TopTags topTags) {
    this.model = model;
    ModelContract contract = model.contract();
    decoder =
        new ImageDecoder(
            contract.preprocessing(), LIMITS, settings.decoding(), settings.truncated());
    normalizer =
        new PixelNormalizer(
            contract.preprocessing(), contract.input().type(), contract.input().layout());
    tagger = new BatchTagger(model, topTags, Parts.SCORES);
    if (settings.journals() == null) {
      guard = null;
      watchdog = null;
    } else {
      guard = CrashGuard.open(settings.journals(), Tagger.IMAGES_AT_ONCE);
      watchdog = Watchdog.start(TaggingOptions.LIMITS_MAX_DECODE_TIME.defaultValue());
    }
  }

  /**
   * Tags images as one batch, except large ones and those of another size than the one before.
   *
   * @param images at most {@link Tagger#IMAGES_AT_ONCE}
   * @return their outcomes, in order
   */
  List<ImageOutcome> tag(List<EncodedImage> images) {
    if (guard == null) {
      return tagUnguarded(images);
    }
    if (images.stream().anyMatch(image -> guard.isSuspect(image.source()))) {
      return images.stream().map(this::tagAlone).toList();
    }
    guard.enter(images.stream().map(EncodedImage::source).toList());
    try {
      return tagUnguarded(images);
    } finally {
      guard.leave();
    }
  }

  private ImageOutcome tagAlone(EncodedImage image) {
    CrashGuard journal = requireNonNull(guard);
    if (!journal.enterUnlessConvicted(image.source())) {
      UnreadableImageException convicted = CrashGuard.convicted();
      return rejected(image, convicted.reason(), Stage.DECODE, convicted.detail());
    }
    try {
      return tagUnguarded(List.of(image)).get(0);
    } finally {
      journal.leave();
    }
  }

  private List<ImageOutcome> tagUnguarded(List<EncodedImage> images) {
    // a batch before this one may have failed
    batch.clear();
    ImageOutcome[] outcomes = new ImageOutcome[images.size()];
    for (int i = 0; i < outcomes.length; i++) {
      EncodedImage image = images.get(i);
      long begin = System.nanoTime();
      try {
        add(i, image, begin, decode(image), outcomes);
      } catch (UnreadableImageException unreadable) {
        outcomes[i] = rejected(image, unreadable.reason(), Stage.DECODE, unreadable.detail());
      }
    }
    run(outcomes);
    return List.of(outcomes);
  }

  private ImageDecoder.Decoded decode(EncodedImage image) throws UnreadableImageException {
    beginWatch(image);
    try {
      return decoder.decode(image.bytes());
    } finally {
      endWatch();
    }
  }

  private void beginWatch(EncodedImage image) {
    if (watchdog != null) {
      watchdog.begin(image.source());
    }
  }

  private void endWatch() {
    if (watchdog != null) {
      watchdog.end();
    }
  }

  /** Adds an image to the batch; runs the batch before if its images have another size. */
  private void add(
      int place,
      EncodedImage image,
      long begin,
      ImageDecoder.Decoded decoded,
      ImageOutcome[] outcomes) {
    PixelImage pixels = decoded.pixels();
    if (pixels.width() != width || pixels.height() != height || batch.size() == most(pixels)) {
      run(outcomes);
      width = pixels.width();
      height = pixels.height();
    }
    long queued = System.nanoTime();
    batch.add(
        new Waiting(
            place,
            new QueuedImage(
                image,
                decoded.originalWidth(),
                decoded.originalHeight(),
                TimeUnit.NANOSECONDS.toMicros(queued - begin),
                decoded.missing(),
                queued)));
    byte[] normalized = normalizer.normalize(pixels);
    int bytes = normalizer.rowBytes(pixels);
    if (batch.size() == 1) {
      clear(Math.multiplyExact(bytes, most(pixels)));
    }
    rows.put(normalized, 0, bytes);
  }

  /** The most images of a size in a batch: one if it is large. */
  private static int most(PixelImage pixels) {
    long pixelsOfOne = (long) pixels.width() * pixels.height();
    return (int) Math.max(1, Math.min(Tagger.IMAGES_AT_ONCE, MAX_PIXELS / pixelsOfOne));
  }

  /** Makes room for the rows of a batch. */
  private void clear(int bytes) {
    if (rows.capacity() < bytes) {
      rows = ModelInput.direct(bytes);
    }
    rows.clear();
  }

  private void run(ImageOutcome[] outcomes) {
    if (batch.isEmpty()) {
      return;
    }
    long begin = System.nanoTime();
    List<TagOutcome> tagged = runWatched();
    ModelRun run = model.ended(System.nanoTime() - begin);
    for (int i = 0; i < batch.size(); i++) {
      Waiting waiting = batch.get(i);
      outcomes[waiting.place] = outcome(waiting.image, tagged.get(i), begin, run);
    }
    batch.clear();
  }

  /** The watch names one image of the batch; the journal has all of them. */
  private List<TagOutcome> runWatched() {
    beginWatch(batch.get(0).image.encoded());
    try {
      return tagger.tag(new ModelInput(rows.flip(), batch.size(), width, height));
    } finally {
      endWatch();
    }
  }

  private static ImageOutcome outcome(
      QueuedImage image, TagOutcome outcome, long runBegin, ModelRun run) {
    if (outcome instanceof TagOutcome.Failed failed) {
      return rejected(
          image.encoded(), RejectReason.MODEL_FAILED, Stage.TAG, failed.failure().detail());
    }
    long waited = TimeUnit.NANOSECONDS.toMicros(runBegin - image.queuedAtNanos());
    return new TaggedImage(image, ((TagOutcome.Tagged) outcome).tags(), null, waited, run);
  }

  private static RejectedImage rejected(
      EncodedImage image, RejectReason reason, Stage stage, String detail) {
    return new RejectedImage(image.source(), image.id(), reason, stage, detail);
  }

  @Override
  public void close() {
    decoder.close();
    if (watchdog != null) {
      watchdog.close();
    }
    if (guard != null) {
      guard.close();
    }
  }
}

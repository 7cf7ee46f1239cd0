package dev.tagstream.pipeline;

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
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.TaggedImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The decoder and buffers of one thread of a {@link Tagger}, reused for its next image. */
final class TaggerWorker implements AutoCloseable {

  /** The default limits of the job. */
  private static final ImageLimits LIMITS =
      new ImageLimits(
          Tagger.MAX_ENCODED_BYTES, LimitsConfig.USUAL_MAX_PIXELS, LimitsConfig.USUAL_MAX_SIDE);

  private final TagModel model;
  private final ImageDecoder decoder;
  private final PixelNormalizer normalizer;
  private final BatchTagger tagger;
  private final @Nullable CrashGuard guard;
  private final @Nullable Watchdog watchdog;
  private ByteBuffer row = ByteBuffer.allocateDirect(0);

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
      guard = CrashGuard.open(settings.journals(), 1);
      watchdog = Watchdog.start(TaggingOptions.LIMITS_MAX_DECODE_TIME.defaultValue());
    }
  }

  ImageOutcome tag(EncodedImage image) {
    if (guard == null || watchdog == null) {
      return tagUnguarded(image);
    }
    if (!guard.enterUnlessConvicted(image.source())) {
      UnreadableImageException convicted = CrashGuard.convicted();
      return rejected(image, convicted.reason(), Stage.DECODE, convicted.detail());
    }
    watchdog.begin(image.source());
    try {
      return tagUnguarded(image);
    } finally {
      watchdog.end();
      guard.leave();
    }
  }

  private ImageOutcome tagUnguarded(EncodedImage image) {
    long begin = System.nanoTime();
    ImageDecoder.Decoded decoded;
    try {
      decoded = decoder.decode(image.bytes());
    } catch (UnreadableImageException unreadable) {
      return rejected(image, unreadable.reason(), Stage.DECODE, unreadable.detail());
    }
    long queued = System.nanoTime();
    TagOutcome outcome = tagger.tag(input(decoded.pixels())).get(0);
    if (outcome instanceof TagOutcome.Failed failed) {
      return rejected(image, RejectReason.MODEL_FAILED, Stage.TAG, failed.failure().detail());
    }
    return new TaggedImage(
        new QueuedImage(
            image,
            decoded.originalWidth(),
            decoded.originalHeight(),
            TimeUnit.NANOSECONDS.toMicros(queued - begin),
            decoded.missing(),
            queued),
        ((TagOutcome.Tagged) outcome).tags(),
        null,
        0,
        model.ended(System.nanoTime() - queued));
  }

  private static RejectedImage rejected(
      EncodedImage image, RejectReason reason, Stage stage, String detail) {
    return new RejectedImage(image.source(), image.id(), reason, stage, detail);
  }

  private ModelInput input(PixelImage pixels) {
    byte[] normalized = normalizer.normalize(pixels);
    int bytes = normalizer.rowBytes(pixels);
    if (row.capacity() < bytes) {
      row = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    row.clear().put(normalized, 0, bytes).flip();
    return new ModelInput(row, 1, pixels.width(), pixels.height());
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

package dev.tagstream.pipeline;

import dev.tagstream.pipeline.batch.BatchBuffer;
import dev.tagstream.pipeline.batch.BatchLadder;
import dev.tagstream.pipeline.batch.BatchLimits;
import dev.tagstream.pipeline.batch.FixedPace;
import dev.tagstream.pipeline.batch.LatencyPace;
import dev.tagstream.pipeline.batch.PaceFactory;
import dev.tagstream.pipeline.config.BatchConfig;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.model.ModelContract;
import java.time.Duration;

/**
 * How large batches of one kind of pixels are, and when they are due.
 *
 * @param config of batches
 * @param model that takes these pixels
 * @param kinds of pixels in a slot, at least 1; their batches share the memory of a slot
 */
record BatchSizes(BatchConfig config, ModelContract model, int kinds) {

  /** The largest batch. */
  BatchLimits limits() {
    int images = maxImages();
    int maxRowBytes =
        model.input().takesAnySize()
            ? config.maxPixels() * model.input().bytesPerPixel()
            : images * model.input().rowBytes();
    return new BatchLimits(images, maxRowBytes, maxBytes());
  }

  /** The most images that a batch can have. */
  int maxImages() {
    if (model.input().takesAnySize()) {
      return config.maxImages();
    }
    int rowBytes = model.input().rowBytes();
    if (config.maxImages() > BatchBuffer.mostImages(rowBytes)) {
      throw new InvalidConfigException(
          "%s must be at most %d for images of %d bytes but was '%d'"
              .formatted(
                  TaggingOptions.BATCH_MAX_IMAGES.key(),
                  BatchBuffer.mostImages(rowBytes),
                  rowBytes,
                  config.maxImages()));
    }
    return (int) Math.max(1, Math.min(config.maxImages(), maxBytes() / rowBytes));
  }

  private long maxBytes() {
    return Math.max(1, config.maxBytes() / kinds);
  }

  /** Decides the size and the deadline of each batch. */
  PaceFactory pace() {
    int images = maxImages();
    Duration maxDelay = config.maxDelay();
    Duration target = config.targetLatency();
    if (target == null) {
      return () -> new FixedPace(images, maxDelay);
    }
    int fixedBatch = model.fixedBatch();
    BatchLadder ladder = fixedBatch > 0 ? BatchLadder.fixed(fixedBatch) : BatchLadder.upTo(images);
    return () -> new LatencyPace(ladder, target);
  }
}

package dev.tagstream.pipeline.batch;

import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.QueuedImage;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images of one size and one epoch that go through the model together.
 *
 * @param images one for each row of {@code input}, at least one
 * @param width of each image as the model is to see it, in pixels
 * @param height of each image as the model is to see it, in pixels
 * @param input the rows, one after another, in a direct buffer in native byte order, position 0,
 *     limit at the last row's end; borrowed from the step that formed the batch, valid until it
 *     forms the next one
 */
public record ImageBatch(List<QueuedImage> images, int width, int height, ByteBuffer input) {

  /** The epoch that all its images belong to; null if the job never switches models. */
  public @Nullable ModelEpoch epoch() {
    return images.get(0).encoded().source().epoch();
  }

  /** The length of one image's row in {@code input}. */
  public int rowBytes() {
    return input.limit() / images.size();
  }
}

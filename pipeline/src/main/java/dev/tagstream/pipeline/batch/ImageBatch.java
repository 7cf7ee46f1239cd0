package dev.tagstream.pipeline.batch;

import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.QueuedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images of one size and one epoch that go through a model together, or through the main model and
 * the canary of the epoch.
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

  /**
   * Some of the images.
   *
   * @param rows their places in the batch, in order, at least one
   * @param target a direct buffer in native byte order with room for their rows; the part borrows
   *     it
   */
  public ImageBatch part(int[] rows, ByteBuffer target) {
    int rowBytes = rowBytes();
    List<QueuedImage> some = new ArrayList<>(rows.length);
    for (int i = 0; i < rows.length; i++) {
      some.add(images.get(rows[i]));
      target.put(i * rowBytes, input, rows[i] * rowBytes, rowBytes);
    }
    ByteBuffer part = target.slice(0, rows.length * rowBytes).order(ByteOrder.nativeOrder());
    return new ImageBatch(some, width, height, part);
  }

  /** The length of one image's row in {@code input}. */
  public int rowBytes() {
    return input.limit() / images.size();
  }
}

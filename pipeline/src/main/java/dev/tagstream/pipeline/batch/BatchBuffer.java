package dev.tagstream.pipeline.batch;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.NormalizedImage;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.QueuedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The direct buffer in which images gather until they form a batch. It is allocated once and reused
 * for every batch of its owner. Not safe for use by several threads.
 */
public final class BatchBuffer {

  private final BatchLimits limits;
  private final ByteBuffer rows;
  private final List<QueuedImage> images;

  /** The size that all images in the buffer share: the pixels of each and the length of its row. */
  private int width;

  private int height;
  private int rowBytes;

  /** The total length of those images as they were sent. */
  private long sentBytes;

  /** Allocates native memory for the rows of a batch. */
  public BatchBuffer(BatchLimits limits) {
    this.limits = limits;
    this.rows = ByteBuffer.allocateDirect(limits.maxRowBytes()).order(ByteOrder.nativeOrder());
    this.images = new ArrayList<>(limits.maxImages());
  }

  /** The most images of a batch whose rows have {@code rowBytes} bytes each. */
  public static int mostImages(int rowBytes) {
    return Integer.MAX_VALUE / rowBytes;
  }

  /**
   * Whether an image fits into the batch: it has the size of the images in it, the same model tags
   * it, and there is room.
   */
  public boolean takes(NormalizedImage image) {
    if (images.isEmpty()) {
      return true;
    }
    PixelImage pixels = image.decoded().pixels();
    return pixels.width() == width
        && pixels.height() == height
        && Objects.equals(epoch(image.decoded().encoded()), epoch(images.get(0).encoded()))
        && !isFull()
        && bytes() + rowBytes + sentBytes(image) <= limits.maxBytes();
  }

  /**
   * Appends an image's row to the batch.
   *
   * @throws IllegalStateException if the batch has no room for it
   * @throws IllegalArgumentException if the row alone is longer than a batch may be
   */
  public void add(NormalizedImage image) {
    if (!takes(image)) {
      throw new IllegalStateException(
          "the batch of %d images of %dx%d is full; take it and clear the buffer before adding more"
              .formatted(images.size(), width, height));
    }
    if (images.isEmpty()) {
      begin(image);
    }
    rows.put(images.size() * rowBytes, image.row(), 0, rowBytes);
    images.add(queued(image));
    sentBytes += sentBytes(image);
  }

  private void begin(NormalizedImage image) {
    if (image.rowBytes() > rows.capacity()) {
      throw new IllegalArgumentException(
          "a batch may have %d bytes but the row of %s has %d"
              .formatted(rows.capacity(), image.decoded().encoded().id(), image.rowBytes()));
    }
    width = image.decoded().pixels().width();
    height = image.decoded().pixels().height();
    rowBytes = image.rowBytes();
  }

  private static @Nullable ModelEpoch epoch(EncodedImage image) {
    return image.source().epoch();
  }

  /** The part of an image that its result or reject needs. */
  private static long sentBytes(NormalizedImage image) {
    EncodedImage encoded = image.decoded().encoded();
    ByteRange bytes = encoded.bytes();
    ByteRange value = encoded.source().value();
    if (value == null) {
      return bytes.length();
    }
    return bytes.sharesArrayWith(value) ? value.length() : (long) bytes.length() + value.length();
  }

  private static QueuedImage queued(NormalizedImage image) {
    var decoded = image.decoded();
    return new QueuedImage(
        decoded.encoded(),
        decoded.originalWidth(),
        decoded.originalHeight(),
        decoded.decodeMicros(),
        decoded.missing(),
        System.nanoTime());
  }

  public boolean isEmpty() {
    return images.isEmpty();
  }

  /** The number of images in the batch. */
  public int size() {
    return images.size();
  }

  /** The size of the batch in bytes: its rows, and its images as they were sent. */
  public long bytes() {
    return (long) images.size() * rowBytes + sentBytes;
  }

  /** Whether there is no room for another image of the same size. */
  public boolean isFull() {
    return images.size() == limits.maxImages()
        || (!images.isEmpty()
            && (rows.capacity() - images.size() * rowBytes < rowBytes
                || bytes() + rowBytes > limits.maxBytes()));
  }

  /**
   * The images gathered so far. The batch borrows this buffer: its rows are valid until the first
   * {@link #add} after {@link #clear}; its list of images stays valid.
   *
   * @throws IllegalStateException if there are none
   */
  public ImageBatch toBatch() {
    if (isEmpty()) {
      throw new IllegalStateException("an empty buffer has no batch");
    }
    ByteBuffer input = rows.slice(0, images.size() * rowBytes).order(ByteOrder.nativeOrder());
    return new ImageBatch(List.copyOf(images), width, height, input);
  }

  /** Discards all images and starts the next batch. */
  public void clear() {
    images.clear();
    sentBytes = 0;
  }
}

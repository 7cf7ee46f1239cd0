package dev.tagstream.pipeline.batch;

import dev.tagstream.pipeline.image.NormalizedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The one direct buffer in which images gather until they make a batch. Allocated once and used for
 * every batch of its owner; not safe for use by several threads.
 */
public final class BatchBuffer {

  /** A Java buffer counts its bytes in an int. */
  private static final long MAX_BYTES = Integer.MAX_VALUE;

  private final int maxImages;
  private final int rowBytes;
  private final ByteBuffer rows;
  private final List<QueuedImage> images;

  /**
   * Allocates room for a batch, in native memory.
   *
   * @param maxImages how many images make a full batch, at least 1
   * @param rowBytes the length of one image's row, in bytes, at least 1
   * @throws IllegalArgumentException if a batch would be larger than a buffer can be
   */
  public BatchBuffer(int maxImages, int rowBytes) {
    if (maxImages < 1 || rowBytes < 1) {
      throw new IllegalArgumentException(
          "a batch cannot hold %d images of %d bytes".formatted(maxImages, rowBytes));
    }
    long bytes = (long) maxImages * rowBytes;
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a batch of %d images of %d bytes each takes %d bytes but must not take more than %d; gather at most %d images"
              .formatted(maxImages, rowBytes, bytes, MAX_BYTES, mostImages(rowBytes)));
    }
    this.maxImages = maxImages;
    this.rowBytes = rowBytes;
    this.rows = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
    this.images = new ArrayList<>(maxImages);
  }

  /** The most images that a batch can have whose rows have {@code rowBytes} bytes each. */
  public static int mostImages(int rowBytes) {
    return (int) (MAX_BYTES / rowBytes);
  }

  /**
   * Copies an image's row behind those already here.
   *
   * @throws IllegalStateException if the batch is full
   * @throws IllegalArgumentException if the row has not the length that this buffer was made for
   */
  public void add(NormalizedImage image) {
    if (isFull()) {
      throw new IllegalStateException(
          "the batch is full with " + maxImages + " images; take it and clear before adding more");
    }
    if (image.row().length != rowBytes) {
      throw new IllegalArgumentException(
          "a row must have %d bytes but %s has %d"
              .formatted(rowBytes, image.decoded().encoded().id(), image.row().length));
    }
    rows.put(images.size() * rowBytes, image.row());
    images.add(queued(image));
  }

  private static QueuedImage queued(NormalizedImage image) {
    var decoded = image.decoded();
    return new QueuedImage(
        decoded.encoded(),
        decoded.originalWidth(),
        decoded.originalHeight(),
        decoded.decodeMicros(),
        System.nanoTime());
  }

  public boolean isEmpty() {
    return images.isEmpty();
  }

  public boolean isFull() {
    return images.size() == maxImages;
  }

  /**
   * The images gathered so far. The batch borrows this buffer: its rows are valid until the first
   * {@link #add} after {@link #clear}; its list of images stays valid.
   *
   * @throws IllegalStateException if there are none
   */
  public ImageBatch toBatch() {
    if (isEmpty()) {
      throw new IllegalStateException("an empty buffer makes no batch");
    }
    ByteBuffer input = rows.slice(0, images.size() * rowBytes).order(ByteOrder.nativeOrder());
    return new ImageBatch(List.copyOf(images), input);
  }

  /** Forgets all images, to begin the next batch. */
  public void clear() {
    images.clear();
  }
}

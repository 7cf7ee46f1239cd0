package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.List;

/** Decodes many images at a time into the pixels that a model wants. For use by one thread. */
public interface BatchDecoder extends AutoCloseable {

  /** The outcome of one image. */
  sealed interface Outcome {

    /**
     * The image was decoded.
     *
     * @param image borrowed: its pixels are valid until the decoder decodes its next batch
     */
    record Success(ImageDecoder.Decoded image) implements Outcome {}

    /** The image cannot be decoded, with the reason. */
    record Failure(UnreadableImageException why) implements Outcome {}
  }

  /**
   * Decodes images.
   *
   * @param encoded any bytes; not kept
   * @return an outcome for each image, in order; one image does not affect the others
   */
  List<Outcome> decode(List<ByteRange> encoded);

  /** Releases its device memory. */
  @Override
  void close();
}

package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.List;

/** Turns many encoded images at a time into the pixels a model wants. Belongs to one thread. */
public interface BatchDecoder extends AutoCloseable {

  /** What came of an image. */
  sealed interface Outcome {

    /**
     * It is decoded.
     *
     * @param image borrowed: its pixels are valid until the decoder decodes its next batch
     */
    record Success(ImageDecoder.Decoded image) implements Outcome {}

    /** It cannot be decoded, and why. */
    record Failure(UnreadableImageException why) implements Outcome {}
  }

  /**
   * Decodes images.
   *
   * @param encoded anything at all; not kept
   * @return an outcome for each, in their order, whatever becomes of the others
   */
  List<Outcome> decode(List<ByteRange> encoded);

  /** Frees what it holds on the device. */
  @Override
  void close();
}

package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Turns encoded images into the pixels a model wants to see. Belongs to one thread. */
public interface PixelDecoder extends AutoCloseable {

  /**
   * Decodes one image.
   *
   * @param encoded anything at all; not kept
   * @throws UnreadableImageException if it is no image that is decoded, is broken or too large
   */
  ImageDecoder.Decoded decode(ByteRange encoded) throws UnreadableImageException;

  /** Decodes an image that has an array of its own. */
  default ImageDecoder.Decoded decode(byte[] encoded) throws UnreadableImageException {
    return decode(ByteRange.of(encoded));
  }

  /** Frees native memory. */
  @Override
  void close();
}

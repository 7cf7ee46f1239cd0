package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Turns encoded images into the pixels that a model expects. For use by one thread. */
public interface PixelDecoder extends AutoCloseable {

  /**
   * Decodes one image.
   *
   * @param encoded any bytes; not kept
   * @throws UnreadableImageException if the image has another format, is corrupt or exceeds a limit
   */
  ImageDecoder.Decoded decode(ByteRange encoded) throws UnreadableImageException;

  /** Decodes an image that fills an array. */
  default ImageDecoder.Decoded decode(byte[] encoded) throws UnreadableImageException {
    return decode(ByteRange.of(encoded));
  }

  /** Releases the native memory of all buffers. */
  @Override
  void close();
}

package dev.tagstream.pipeline.image.gif;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * The codes of a GIF's compressed data, out of its blocks. Missing codes are {@link
 * RejectReason#TRUNCATED_IMAGE}.
 */
final class GifBits {

  private final EncodedBytes encoded;
  private long at;
  private int leftInBlock;
  private int buffer;
  private int buffered;

  /**
   * A reader of codes.
   *
   * @param offset of the first block
   */
  GifBits(EncodedBytes encoded, long offset) {
    this.encoded = encoded;
    this.at = offset;
  }

  /** The next code, low bits first. */
  int read(int bits) throws UnreadableImageException {
    while (buffered < bits) {
      buffer |= nextByte() << buffered;
      buffered += Byte.SIZE;
    }
    int code = buffer & ((1 << bits) - 1);
    buffer >>>= bits;
    buffered -= bits;
    return code;
  }

  private int nextByte() throws UnreadableImageException {
    if (leftInBlock == 0) {
      leftInBlock = stored();
      if (leftInBlock == 0) {
        throw ended();
      }
    }
    leftInBlock--;
    return stored();
  }

  private int stored() throws UnreadableImageException {
    if (!encoded.has(at, 1)) {
      throw ended();
    }
    return encoded.uint8(at++);
  }

  private UnreadableImageException ended() {
    return encoded.truncated("its data ends at byte %d with pixels missing".formatted(at));
  }
}

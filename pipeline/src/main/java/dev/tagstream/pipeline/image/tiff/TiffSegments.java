package dev.tagstream.pipeline.image.tiff;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.TiffDirectory;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The strips or tiles of a TIFF, decompressed one at a time. */
final class TiffSegments implements AutoCloseable {

  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;

  private final Inflater inflater = new Inflater();
  private final TiffLzw lzw = new TiffLzw();

  private final EncodedBytes encoded;
  private final TiffLayout layout;
  private final TiffDirectory.Entry offsets;
  private final TiffDirectory.@Nullable Entry counts;

  /**
   * Reads the offsets of an image's segments once, because there can be one for each 16x16 pixels.
   */
  TiffSegments(EncodedBytes encoded, TiffDirectory directory, TiffLayout layout)
      throws UnreadableImageException {
    this.encoded = encoded;
    this.layout = layout;
    TiffDirectory.@Nullable Entry found =
        directory.find(layout.isTiled() ? TILE_OFFSETS : STRIP_OFFSETS);
    if (found == null) {
      throw encoded.corrupt("the offsets of its pixels are missing");
    }
    this.offsets = found;
    this.counts = directory.find(layout.isTiled() ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS);
  }

  /**
   * Decompresses one segment.
   *
   * @param index of the segment
   * @param into receives its bytes
   * @param length the required number of bytes
   */
  void read(int index, byte[] into, int length) throws UnreadableImageException {
    long offset = offsets.number(index);
    long count = counts == null ? encoded.length() - offset : counts.number(index);
    if (!encoded.has(offset, count)) {
      throw encoded.truncated(
          "pixels at bytes %d to %d, but it has %d"
              .formatted(offset, offset + count, encoded.length()));
    }
    byte[] from = encoded.array();
    int start = encoded.indexOf(offset);
    if (layout.reversesBits()) {
      from = reversed(from, start, (int) count);
      start = 0;
    }
    int filled = decompress(layout.compression(), from, start, (int) count, into, length);
    if (filled < length) {
      throw encoded.corrupt(
          "segment %d has %d bytes of pixels but needs %d".formatted(index, filled, length));
    }
  }

  private int decompress(
      int compression, byte[] from, int start, int count, byte[] into, int length) {
    return switch (compression) {
      case TiffLayout.LZW -> lzw.decompress(from, start, count, into, length);
      case TiffLayout.ADOBE_DEFLATE, TiffLayout.DEFLATE ->
          inflate(from, start, count, into, length);
      case TiffLayout.PACK_BITS -> unpackBits(from, start, count, into, length);
      default -> {
        System.arraycopy(from, start, into, 0, Math.min(count, length));
        yield Math.min(count, length);
      }
    };
  }

  private int inflate(byte[] from, int start, int count, byte[] into, int length) {
    inflater.reset();
    inflater.setInput(from, start, count);
    int filled = 0;
    try {
      while (filled < length) {
        int inflated = inflater.inflate(into, filled, length - filled);
        if (inflated == 0) {
          return filled;
        }
        filled += inflated;
      }
    } catch (DataFormatException broken) {
      return filled;
    }
    return filled;
  }

  /** Runs and literals, each behind a signed length (TIFF 6.0, section 9). */
  private static int unpackBits(byte[] from, int start, int count, byte[] into, int length) {
    int at = start;
    int end = start + count;
    int filled = 0;
    while (filled < length && at + 1 < end) {
      int header = from[at++];
      if (header >= 0) {
        int literals = Math.min(Math.min(header + 1, end - at), length - filled);
        System.arraycopy(from, at, into, filled, literals);
        at += header + 1;
        filled += literals;
      } else if (header != Byte.MIN_VALUE) {
        int run = Math.min(1 - header, length - filled);
        Arrays.fill(into, filled, filled + run, from[at++]);
        filled += run;
      }
    }
    return filled;
  }

  private static byte[] reversed(byte[] from, int start, int count) {
    byte[] reversed = new byte[count];
    for (int i = 0; i < count; i++) {
      reversed[i] = (byte) (Integer.reverse(from[start + i]) >>> (Integer.SIZE - Byte.SIZE));
    }
    return reversed;
  }

  @Override
  public void close() {
    inflater.end();
  }
}

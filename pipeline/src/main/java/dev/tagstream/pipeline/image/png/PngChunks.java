package dev.tagstream.pipeline.image.png;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.opencv.NativeInput;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG. Only those that make its pixels reach the decoder. Texts, profiles and
 * animations do not, because they could decompress to gigabytes.
 */
public final class PngChunks {

  /** Everything before the first chunk. */
  public static final int SIGNATURE_BYTES = 8;

  /** A chunk's length and type, and its checksum behind the data. */
  public static final int OVERHEAD = 12;

  /** A chunk's length and type. */
  public static final int DATA = 8;

  private static final String[] MAKING_PIXELS = {"IDAT", "IHDR", "PLTE", "tRNS", "IEND"};

  private PngChunks() {}

  /** Whether a file has all its chunks, including the last one, IEND. */
  public static boolean reachEnd(EncodedBytes encoded) throws UnreadableImageException {
    long chunk = SIGNATURE_BYTES;
    while (encoded.has(chunk, OVERHEAD)) {
      if (encoded.hasAscii(chunk + 4, "IEND")) {
        return true;
      }
      chunk += OVERHEAD + encoded.uint32BigEndian(chunk);
    }
    return false;
  }

  /** A chunk with a type and its data. */
  public static byte[] chunk(String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(OVERHEAD + data.length);
    chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), Integer.BYTES, Integer.BYTES + data.length);
    return chunk.putInt((int) checksum.getValue()).array();
  }

  /** Copies the signature and the chunks that make pixels, from a complete file. */
  public static void copyNeeded(EncodedBytes encoded, NativeInput into)
      throws UnreadableImageException {
    into.clear(encoded.length());
    into.append(encoded, 0, SIGNATURE_BYTES);
    long chunk = SIGNATURE_BYTES;
    while (encoded.has(chunk, OVERHEAD)) {
      long bytes = OVERHEAD + encoded.uint32BigEndian(chunk);
      if (makesPixels(encoded, chunk)) {
        into.append(encoded, chunk, (int) bytes);
      }
      if (encoded.hasAscii(chunk + 4, "IEND")) {
        return;
      }
      chunk += bytes;
    }
  }

  private static boolean makesPixels(EncodedBytes encoded, long chunk) {
    for (String type : MAKING_PIXELS) {
      if (encoded.hasAscii(chunk + 4, type)) {
        return true;
      }
    }
    return false;
  }
}

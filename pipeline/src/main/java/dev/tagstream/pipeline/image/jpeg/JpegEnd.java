package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.MissingPixels;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.Arrays;

/** The end marker of a JPEG, which interrupted programs omit. */
public final class JpegEnd {

  private static final int END_OF_IMAGE = 0xFFD9;
  private static final byte[] MARK = {(byte) 0xFF, (byte) 0xD9};

  private JpegEnd() {}

  /**
   * A JPEG with its end marker: the file, or the part of it that can be decoded.
   *
   * @param missing receives what the image lacks, and may refuse the image
   */
  public static EncodedBytes complete(EncodedBytes encoded, MissingPixels missing)
      throws UnreadableImageException {
    if (isThere(encoded)) {
      return encoded;
    }
    JpegExtent extent;
    try {
      extent = JpegMeasure.of(encoded);
    } catch (UnreadableImageException broken) {
      missing.more("its end marker is missing; whether pixels are missing is not known");
      return withMark(encoded, encoded.length());
    }
    extent.tell(missing);
    return withMark(encoded, (int) extent.end());
  }

  private static boolean isThere(EncodedBytes encoded) throws UnreadableImageException {
    // nearly all files end with the marker; in others, more data follows it
    return encoded.uint16BigEndian(encoded.length() - 2L) == END_OF_IMAGE
        || JpegScans.reachEnd(encoded);
  }

  private static EncodedBytes withMark(EncodedBytes encoded, int end) {
    int start = encoded.indexOf(0);
    byte[] marked = Arrays.copyOfRange(encoded.array(), start, start + end + MARK.length);
    System.arraycopy(MARK, 0, marked, end, MARK.length);
    return encoded.replacedBy(marked);
  }
}

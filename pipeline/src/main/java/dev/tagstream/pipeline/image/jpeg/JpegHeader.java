package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ExifOrientation;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.record.UnreadableImageException;
import org.jspecify.annotations.Nullable;

/** Reads a JPEG's header: its markers up to the frame header (ITU-T T.81, annex B). */
public final class JpegHeader {

  private static final int START_OF_IMAGE_BYTES = 2;
  private static final int FIRST_FRAME = 0xC0;
  private static final int LAST_FRAME = 0xCF;
  private static final int HUFFMAN_TABLES = 0xC4;
  private static final int EXTENSION = 0xC8;
  private static final int ARITHMETIC_CONDITIONING = 0xCC;
  private static final int FIRST_RESTART = 0xD0;
  private static final int START_OF_IMAGE = 0xD8;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int CMYK_CHANNELS = 4;

  /** The lowest bits of a frame's marker: which process it is coded by. */
  private static final int PROCESS_MASK = 3;

  private static final int PROGRESSIVE = 2;

  /**
   * A block of 8x8 pixels takes at least a bit where Huffman codes are used; twice as many pixels,
   * since in pictures of odd sampling no component has all of the blocks.
   */
  public static final long MOST_PIXELS_PER_BYTE = 2L * Byte.SIZE * 64;

  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;

  /** Where Adobe's segment, counted from its length, has the color transform. */
  private static final int ADOBE_TRANSFORM = 13;

  private static final int ADOBE_NONE = 0;
  private static final int ADOBE_YCCK = 2;

  /** No segment of Adobe's. */
  private static final int NOT_ADOBE = -1;

  private static final int TEMPORARY = 0x01;
  private static final int FILL = 0xFF;

  private JpegHeader() {}

  public static ImageHeader read(EncodedBytes encoded) throws UnreadableImageException {
    int orientation = ExifOrientation.UPRIGHT;
    long at = START_OF_IMAGE_BYTES;
    while (true) {
      at = skipToMarker(encoded, at);
      int marker = encoded.uint8(at);
      long segment = at + 1;
      if (isFrame(marker)) {
        return readFrame(encoded, segment, orientation);
      }
      if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
        throw encoded.corrupt("no frame header before byte " + at);
      }
      if (isAlone(marker)) {
        at = segment;
        continue;
      }
      int length = encoded.uint16BigEndian(segment);
      if (length < 2) {
        throw encoded.corrupt("a segment of %d bytes at byte %d".formatted(length, at));
      }
      if (marker == APP1
          && orientation == ExifOrientation.UPRIGHT
          && encoded.hasAscii(segment + 2, ExifOrientation.PREFIX)) {
        orientation = ExifOrientation.read(encoded, segment + 2);
      }
      at = segment + length;
    }
  }

  /**
   * Whether four channels are YCCK rather than CMYK: Adobe's APP14 segment says so, the only one
   * that can.
   */
  static boolean isYcck(EncodedBytes encoded) throws UnreadableImageException {
    return adobeTransform(encoded) == ADOBE_YCCK;
  }

  private static int adobeTransform(EncodedBytes encoded) throws UnreadableImageException {
    long at = START_OF_IMAGE_BYTES;
    while (true) {
      at = skipToMarker(encoded, at);
      int marker = encoded.uint8(at);
      if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
        return NOT_ADOBE;
      }
      if (marker == APP14 && encoded.hasAscii(at + 3, "Adobe")) {
        return encoded.uint8(at + 1 + ADOBE_TRANSFORM);
      }
      at = isAlone(marker) ? at + 1 : at + 1 + encoded.uint16BigEndian(at + 1);
    }
  }

  /** Whether three channels are RGB as they are: Adobe's APP14 segment without a transform. */
  static boolean isAdobeRgb(EncodedBytes encoded) throws UnreadableImageException {
    return adobeTransform(encoded) == ADOBE_NONE;
  }

  /** The sampling of a baseline JPEG in YCbCr or grey that has its end; null of any other. */
  public static @Nullable JpegSampling baselineSampling(ByteRange file)
      throws UnreadableImageException {
    EncodedBytes encoded = new EncodedBytes(ImageFormat.JPEG.name(), file);
    long at = START_OF_IMAGE_BYTES;
    while (true) {
      at = skipToMarker(encoded, at);
      int marker = encoded.uint8(at);
      if (isFrame(marker)) {
        return JpegSampling.ofBaseline(encoded, at);
      }
      at = isAlone(marker) ? at + 1 : at + 1 + encoded.uint16BigEndian(at + 1);
    }
  }

  /** Skips anything up to 0xFF and fill bytes, as decoders do; gives the marker code's offset. */
  private static long skipToMarker(EncodedBytes encoded, long from)
      throws UnreadableImageException {
    long at = from;
    while (encoded.uint8(at) != FILL) {
      at++;
    }
    while (encoded.uint8(at) == FILL) {
      at++;
    }
    return at;
  }

  private static ImageHeader readFrame(EncodedBytes encoded, long segment, int orientation)
      throws UnreadableImageException {
    int bits = encoded.uint8(segment + 2);
    if (bits != 8) {
      throw encoded.unsupported(bits + " bits a sample, only 8 are decoded");
    }
    int channels = encoded.uint8(segment + 7);
    boolean isArithmetic = encoded.uint8(segment - 1) > EXTENSION;
    if (channels == CMYK_CHANNELS && isArithmetic) {
      throw encoded.unsupported("CMYK with arithmetic coding");
    }
    return new ImageHeader(
        ImageFormat.JPEG,
        encoded.uint16BigEndian(segment + 5),
        encoded.uint16BigEndian(segment + 3),
        channels,
        orientation,
        scans(encoded, segment, channels),
        isArithmetic ? ImageHeader.ANY_PIXELS : MOST_PIXELS_PER_BYTE * encoded.length());
  }

  private static int scans(EncodedBytes encoded, long segment, int channels)
      throws UnreadableImageException {
    long behindFrame = segment + encoded.uint16BigEndian(segment);
    boolean isProgressive = (encoded.uint8(segment - 1) & PROCESS_MASK) == PROGRESSIVE;
    return JpegScans.count(encoded, behindFrame, isProgressive ? JpegScans.NO_CHANNELS : channels);
  }

  private static boolean isFrame(int marker) {
    return marker >= FIRST_FRAME
        && marker <= LAST_FRAME
        && marker != HUFFMAN_TABLES
        && marker != EXTENSION
        && marker != ARITHMETIC_CONDITIONING;
  }

  private static boolean isAlone(int marker) {
    return marker == 0
        || marker == TEMPORARY
        || (marker >= FIRST_RESTART && marker <= START_OF_IMAGE);
  }
}

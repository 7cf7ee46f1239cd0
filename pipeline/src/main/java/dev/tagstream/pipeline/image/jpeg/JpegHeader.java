package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ExifOrientation;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.format.XmpOrientation;
import dev.tagstream.pipeline.record.UnreadableImageException;
import org.jspecify.annotations.Nullable;

/** Reads a JPEG's header: its segments up to the first scan. */
public final class JpegHeader {

  /**
   * With Huffman codes, a block of 8x8 pixels takes at least a bit. The factor 2 is for images of
   * odd sampling, in which no component has all blocks.
   */
  public static final long MOST_PIXELS_PER_BYTE = 2L * Byte.SIZE * 64;

  private static final int CMYK_CHANNELS = 4;

  /** The coding process of a frame, by its marker (T.81, table B.1). */
  private static final int FIRST_FRAME = 0xC0;

  private static final int PROGRESSIVE = 2;
  private static final int LOSSLESS = 3;
  private static final int PROCESSES = 4;
  private static final int FIRST_ARITHMETIC = 8;

  /** The offset of the color transform in the data of Adobe's segment. */
  private static final int ADOBE_TRANSFORM = 11;

  private static final int ADOBE_NONE = 0;
  private static final int ADOBE_YCCK = 2;

  /** There is no segment of Adobe's. */
  private static final int NOT_ADOBE = -1;

  private JpegHeader() {}

  public static ImageHeader read(EncodedBytes encoded) throws UnreadableImageException {
    JpegSegments segments = new JpegSegments(encoded);
    long frame = 0;
    int exif = ExifOrientation.ABSENT;
    int xmp = ExifOrientation.ABSENT;
    while (segments.next()) {
      requireDecoded(encoded, segments.marker());
      if (segments.isFrame() && frame == 0) {
        frame = segments.at();
      } else if (segments.marker() == JpegSegments.APP1) {
        exif = exif == ExifOrientation.ABSENT ? exif(encoded, segments) : exif;
        xmp = xmp == ExifOrientation.ABSENT ? xmp(encoded, segments) : xmp;
      }
    }
    if (frame == 0) {
      throw encoded.corrupt("no frame header before byte " + segments.at());
    }
    return readFrame(encoded, frame, ExifOrientation.of(exif, xmp));
  }

  /** Refuses coding processes that no decoder here reads. */
  private static void requireDecoded(EncodedBytes encoded, int marker)
      throws UnreadableImageException {
    switch (marker) {
      case FIRST_FRAME + LOSSLESS, FIRST_FRAME + FIRST_ARITHMETIC + LOSSLESS ->
          throw encoded.unsupported("lossless coding is not decoded");
      case 0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF, JpegSegments.HIERARCHICAL ->
          throw encoded.unsupported("hierarchical coding is not decoded");
      case JpegSegments.JPEG_LS_FRAME -> throw encoded.unsupported("JPEG-LS is not decoded");
      default -> {}
    }
  }

  private static int exif(EncodedBytes encoded, JpegSegments segments) {
    return encoded.hasAscii(segments.data(), ExifOrientation.PREFIX)
        ? ExifOrientation.read(encoded, segments.data())
        : ExifOrientation.ABSENT;
  }

  private static int xmp(EncodedBytes encoded, JpegSegments segments) {
    return encoded.hasAscii(segments.data(), XmpOrientation.PREFIX)
        ? XmpOrientation.read(encoded, segments.data(), segments.end())
        : ExifOrientation.ABSENT;
  }

  /** Whether four channels are YCCK rather than CMYK; only Adobe's APP14 segment says so. */
  static boolean isYcck(EncodedBytes encoded) throws UnreadableImageException {
    return adobeTransform(encoded) == ADOBE_YCCK;
  }

  private static int adobeTransform(EncodedBytes encoded) throws UnreadableImageException {
    JpegSegments segments = new JpegSegments(encoded);
    while (segments.next()) {
      if (segments.marker() == JpegSegments.APP14 && encoded.hasAscii(segments.data(), "Adobe")) {
        return encoded.uint8(segments.data() + ADOBE_TRANSFORM);
      }
    }
    return NOT_ADOBE;
  }

  /** Whether three channels are plain RGB: Adobe's APP14 segment has no transform. */
  static boolean isAdobeRgb(EncodedBytes encoded) throws UnreadableImageException {
    return adobeTransform(encoded) == ADOBE_NONE;
  }

  /** The sampling of a baseline JPEG in YCbCr or grey that has its end; null for any other. */
  public static @Nullable JpegSampling baselineSampling(ByteRange file)
      throws UnreadableImageException {
    EncodedBytes encoded = new EncodedBytes(ImageFormat.JPEG.name(), file);
    JpegSegments segments = new JpegSegments(encoded);
    while (segments.next()) {
      if (segments.isFrame()) {
        return JpegSampling.ofBaseline(encoded, segments.at());
      }
    }
    return null;
  }

  private static ImageHeader readFrame(EncodedBytes encoded, long marker, int orientation)
      throws UnreadableImageException {
    int bits = encoded.uint8(marker + 3);
    if (bits != Byte.SIZE) {
      throw encoded.unsupported(bits + " bits a sample, only 8 are decoded");
    }
    int channels = encoded.uint8(marker + 8);
    boolean isArithmetic = encoded.uint8(marker) >= FIRST_FRAME + FIRST_ARITHMETIC;
    if (channels == CMYK_CHANNELS && isArithmetic) {
      throw encoded.unsupported("CMYK with arithmetic coding");
    }
    return new ImageHeader(
        ImageFormat.JPEG,
        encoded.uint16BigEndian(marker + 6),
        encoded.uint16BigEndian(marker + 4),
        channels,
        orientation,
        scans(encoded, marker, channels),
        isArithmetic ? ImageHeader.ANY_PIXELS : MOST_PIXELS_PER_BYTE * encoded.length());
  }

  private static int scans(EncodedBytes encoded, long marker, int channels)
      throws UnreadableImageException {
    long behindFrame = marker + 1 + encoded.uint16BigEndian(marker + 1);
    boolean isProgressive = encoded.uint8(marker) % PROCESSES == PROGRESSIVE;
    return JpegScans.count(encoded, behindFrame, isProgressive ? JpegScans.NO_CHANNELS : channels);
  }
}

package dev.tagstream.pipeline.image.format;

import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * The orientation tag of EXIF metadata. Metadata is never a reason to refuse a picture: what cannot
 * be read or is out of range counts as upright.
 */
public final class ExifOrientation {

  public static final int UPRIGHT = 1;

  /** Precedes the TIFF structure in JPEG, and in some writers' WebP and PNG. */
  public static final String PREFIX = "Exif\0\0";

  private static final int TAG = 0x0112;
  private static final int LAST_ORIENTATION = 8;

  private ExifOrientation() {}

  /** Reads it from EXIF metadata at {@code offset}, with or without the prefix. */
  public static int read(EncodedBytes encoded, long offset) {
    long start = encoded.hasAscii(offset, PREFIX) ? offset + PREFIX.length() : offset;
    if (!encoded.hasAscii(start, "II") && !encoded.hasAscii(start, "MM")) {
      return UPRIGHT;
    }
    try {
      return of(TiffDirectory.read(encoded, start));
    } catch (UnreadableImageException brokenMetadata) {
      return UPRIGHT;
    }
  }

  /** The orientation a directory gives; upright where it gives none that exists. */
  public static int of(TiffDirectory directory) throws UnreadableImageException {
    long orientation = directory.number(TAG, UPRIGHT);
    return orientation >= UPRIGHT && orientation <= LAST_ORIENTATION ? (int) orientation : UPRIGHT;
  }
}

package dev.tagstream.pipeline.image.format;

import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * The orientation tag of EXIF metadata. Metadata never causes a reject: an unreadable or invalid
 * value counts as upright.
 */
public final class ExifOrientation {

  public static final int UPRIGHT = 1;

  /** No orientation is given, so other metadata decides. */
  public static final int ABSENT = 0;

  /** Precedes the TIFF structure in JPEG, and in some writers' WebP and PNG. */
  public static final String PREFIX = "Exif\0\0";

  private static final int TAG = 0x0112;
  private static final int LAST_ORIENTATION = 8;

  private ExifOrientation() {}

  /** The orientation to apply: EXIF's, otherwise that of XMP, otherwise upright. */
  public static int of(int exif, int xmp) {
    if (exif != ABSENT) {
      return exif;
    }
    return xmp == ABSENT ? UPRIGHT : xmp;
  }

  /** Reads it from EXIF metadata at {@code offset}, with or without the prefix. */
  public static int read(EncodedBytes encoded, long offset) {
    long start = encoded.hasAscii(offset, PREFIX) ? offset + PREFIX.length() : offset;
    if (!encoded.hasAscii(start, "II") && !encoded.hasAscii(start, "MM")) {
      return ABSENT;
    }
    try {
      return of(TiffDirectory.read(encoded, start));
    } catch (UnreadableImageException brokenMetadata) {
      return ABSENT;
    }
  }

  /** The orientation in a directory; {@link #ABSENT} if there is none. */
  public static int of(TiffDirectory directory) throws UnreadableImageException {
    long orientation = directory.number(TAG, ABSENT);
    return directory.find(TAG) == null ? ABSENT : valid(orientation);
  }

  /** A given orientation; upright if it is invalid. */
  public static int valid(long orientation) {
    return orientation >= UPRIGHT && orientation <= LAST_ORIENTATION ? (int) orientation : UPRIGHT;
  }
}

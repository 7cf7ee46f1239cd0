package dev.tagstream.pipeline.image.format;

import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * The orientation tag of EXIF metadata. Metadata is never a reason to refuse an image: what cannot
 * be read or is out of range counts as upright.
 */
public final class ExifOrientation {

  public static final int UPRIGHT = 1;

  /** No orientation is given, so that one given elsewhere counts. */
  public static final int ABSENT = 0;

  /** Precedes the TIFF structure in JPEG, and in some writers' WebP and PNG. */
  public static final String PREFIX = "Exif\0\0";

  private static final int TAG = 0x0112;
  private static final int LAST_ORIENTATION = 8;

  private ExifOrientation() {}

  /** The one that counts: EXIF's, else that of XMP, else upright. */
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

  /** The orientation a directory gives; {@link #ABSENT} where it gives none. */
  public static int of(TiffDirectory directory) throws UnreadableImageException {
    long orientation = directory.number(TAG, ABSENT);
    return directory.find(TAG) == null ? ABSENT : valid(orientation);
  }

  /** A given orientation; upright where it is none that exists. */
  public static int valid(long orientation) {
    return orientation >= UPRIGHT && orientation <= LAST_ORIENTATION ? (int) orientation : UPRIGHT;
  }
}

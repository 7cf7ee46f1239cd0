package dev.tagstream.pipeline.image.format;

/**
 * The orientation in XMP metadata, which decides if EXIF has none. Like Pillow, it takes the first
 * {@code tiff:Orientation}, an attribute or an element, without parsing the XML around it.
 */
public final class XmpOrientation {

  /** The prefix of XMP in a JPEG's segment. */
  public static final String PREFIX = "http://ns.adobe.com/xap/1.0/\0";

  private static final String PROPERTY = "tiff:Orientation";

  private XmpOrientation() {}

  /**
   * Reads the orientation from the XMP between two offsets; the second may lie beyond the file.
   *
   * @return 1 to 8; {@link ExifOrientation#ABSENT} if there is none
   */
  public static int read(EncodedBytes encoded, long begin, long end) {
    long last = Math.min(end, encoded.length()) - PROPERTY.length();
    for (long at = begin; at < last; at++) {
      if (encoded.hasAscii(at, PROPERTY)) {
        int value = value(encoded, at + PROPERTY.length(), last + PROPERTY.length());
        if (value != ExifOrientation.ABSENT) {
          return value;
        }
      }
    }
    return ExifOrientation.ABSENT;
  }

  /** The digit behind {@code ="} or {@code >}; upright if it is not an orientation. */
  private static int value(EncodedBytes encoded, long offset, long end) {
    long at = skipBlanks(encoded, offset, end);
    if (encoded.hasAscii(at, "=")) {
      at = skipBlanks(encoded, at + 1, end);
      if (!encoded.hasAscii(at, "\"") && !encoded.hasAscii(at, "'")) {
        return ExifOrientation.ABSENT;
      }
    } else if (!encoded.hasAscii(at, ">")) {
      return ExifOrientation.ABSENT;
    }
    at = skipBlanks(encoded, at + 1, end);
    if (at >= end) {
      return ExifOrientation.ABSENT;
    }
    int digit = encoded.array()[encoded.indexOf(at)] - '0';
    return digit >= 0 && digit <= 9 ? ExifOrientation.valid(digit) : ExifOrientation.ABSENT;
  }

  private static long skipBlanks(EncodedBytes encoded, long from, long end) {
    long at = from;
    while (at < end && Character.isWhitespace(encoded.array()[encoded.indexOf(at)])) {
      at++;
    }
    return at;
  }
}

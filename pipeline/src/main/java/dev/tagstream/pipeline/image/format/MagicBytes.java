package dev.tagstream.pipeline.image.format;

import dev.tagstream.pipeline.bytes.ByteRange;

/** The bytes a format's files begin with. */
final class MagicBytes {

  private static final char ANY = '.';
  private static final int HEXADECIMAL = 16;

  private MagicBytes() {}

  /**
   * Whether a file begins with one of the patterns.
   *
   * @param patterns hexadecimal digits, two a byte, {@code ..} for any byte; separated by spaces
   */
  static boolean match(String patterns, ByteRange bytes) {
    int start = 0;
    while (start < patterns.length()) {
      int space = patterns.indexOf(' ', start);
      int end = space < 0 ? patterns.length() : space;
      if (matches(patterns, start, end, bytes)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  private static boolean matches(String patterns, int start, int end, ByteRange bytes) {
    if (bytes.length() < (end - start) / 2) {
      return false;
    }
    for (int i = start; i < end; i += 2) {
      if (patterns.charAt(i) == ANY) {
        continue;
      }
      int high = Character.digit(patterns.charAt(i), HEXADECIMAL);
      int low = Character.digit(patterns.charAt(i + 1), HEXADECIMAL);
      if (bytes.get((i - start) / 2) != (byte) (high << 4 | low)) {
        return false;
      }
    }
    return true;
  }
}

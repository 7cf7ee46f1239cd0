package dev.tagstream.pipeline.image.format;

import dev.tagstream.pipeline.bytes.ByteRange;

/**
 * The brands in the first box of a file in the ISO base media format, such as AVIF or HEIC: its own
 * format and compatible ones.
 */
final class MediaBrands {

  private static final String FIRST_BOX = "........66747970";
  private static final int FIRST_BRAND = 8;
  private static final int MINOR_VERSION = 12;
  private static final int BRAND_BYTES = 4;

  /** Real files name less than a dozen. */
  private static final int MOST_BYTES = 256;

  private final EncodedBytes file;
  private final long end;

  private MediaBrands(EncodedBytes file, long end) {
    this.file = file;
    this.end = end;
  }

  /** The brands of any file; none if it has another format. */
  static MediaBrands of(ByteRange bytes) {
    EncodedBytes file = new EncodedBytes("media", bytes);
    if (!MagicBytes.match(FIRST_BOX, bytes)) {
      return new MediaBrands(file, 0);
    }
    long box = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      box = box << Byte.SIZE | (bytes.get(i) & 0xFF);
    }
    // the first brand is told even of a box whose length is broken
    return new MediaBrands(file, Math.max(MINOR_VERSION, Math.min(box, MOST_BYTES)));
  }

  /** Whether one of these brands is among them. */
  boolean has(String... brands) {
    for (long at = FIRST_BRAND; at + BRAND_BYTES <= end; at += BRAND_BYTES) {
      for (String brand : brands) {
        if (at != MINOR_VERSION && file.hasAscii(at, brand)) {
          return true;
        }
      }
    }
    return false;
  }
}

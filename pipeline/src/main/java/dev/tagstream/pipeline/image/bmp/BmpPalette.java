package dev.tagstream.pipeline.image.bmp;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** A BMP's palette. As in Pillow, colors that the file omits form a ramp of greys. */
final class BmpPalette {

  private static final int MOST_COLORS = 256;

  /** 256 colors, red first. */
  private final byte[] rgb = new byte[3 * MOST_COLORS];

  private final int bits;

  BmpPalette(EncodedBytes encoded, BmpLayout layout) throws UnreadableImageException {
    this.bits = layout.bits();
    for (int i = 0; i < MOST_COLORS; i++) {
      long color = layout.paletteOffset() + (long) i * layout.paletteStep();
      for (int channel = 0; channel < 3; channel++) {
        rgb[3 * i + channel] =
            (byte) (i < layout.paletteColors() ? encoded.uint8(color + 2 - channel) : i);
      }
    }
  }

  /** Converts indexes of one byte each to pixels. */
  void color(byte[] indexes, int count, byte[] into) {
    for (int x = 0; x < count; x++) {
      System.arraycopy(rgb, 3 * (indexes[x] & 0xFF), into, 3 * x, 3);
    }
  }

  /** Unpacks indexes of 1, 2, 4 or 8 bits, high bits first, and converts them to pixels. */
  void colorPacked(byte[] packed, int count, byte[] into) {
    int perByte = Byte.SIZE / bits;
    int mask = (1 << bits) - 1;
    for (int x = 0; x < count; x++) {
      int shift = Byte.SIZE - bits - x % perByte * bits;
      int index = (packed[x / perByte] & 0xFF) >> shift & mask;
      System.arraycopy(rgb, 3 * index, into, 3 * x, 3);
    }
  }
}

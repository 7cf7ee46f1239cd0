package dev.tagstream.pipeline.image.bmp;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * The bit masks of red, green and blue in a BMP's pixels. Samples are scaled to the full range and
 * rounded down, as Pillow does for 5 and 6 bits; alpha is dropped.
 */
final class BmpBitFields {

  private static final int FULL = 255;

  /** More would not change a level of 8 bits. */
  private static final int MOST_BITS = 16;

  private static final int[] OF_16_BITS = {0x7C00, 0x03E0, 0x001F};
  private static final int[] OF_BYTES = {0xFF0000, 0x00FF00, 0x0000FF};

  private final int bytesPerPixel;
  private final int[] shifts = new int[3];
  private final byte[][] levels = new byte[3][];

  private BmpBitFields(int bits, int[] masks) {
    this.bytesPerPixel = bits / Byte.SIZE;
    for (int channel = 0; channel < 3; channel++) {
      int maskBits = Integer.bitCount(masks[channel]);
      int kept = Math.min(maskBits, MOST_BITS);
      int lowest = masks[channel] == 0 ? 0 : Integer.numberOfTrailingZeros(masks[channel]);
      shifts[channel] = lowest + maskBits - kept;
      levels[channel] = levels(kept);
    }
  }

  /** The masks in the file, or the default ones. */
  static BmpBitFields of(EncodedBytes encoded, BmpLayout layout) throws UnreadableImageException {
    int[] usual = layout.bits() == Short.SIZE ? OF_16_BITS : OF_BYTES;
    if (layout.coding() != BmpLayout.Coding.BIT_FIELDS) {
      return new BmpBitFields(layout.bits(), usual);
    }
    int[] masks = new int[3];
    for (int channel = 0; channel < 3; channel++) {
      masks[channel] = encoded.int32LittleEndian(BmpLayout.MASKS + Integer.BYTES * (long) channel);
    }
    // some writers leave the masks zero and mean the default ones
    if (layout.bits() == Integer.SIZE && (masks[0] | masks[1] | masks[2]) == 0) {
      return new BmpBitFields(layout.bits(), usual);
    }
    requireSound(encoded, layout.bits(), masks);
    return new BmpBitFields(layout.bits(), masks);
  }

  private static void requireSound(EncodedBytes encoded, int bits, int[] masks)
      throws UnreadableImageException {
    long pixel = (1L << bits) - 1;
    boolean overlap =
        (masks[0] & masks[1]) != 0 || (masks[1] & masks[2]) != 0 || (masks[0] & masks[2]) != 0;
    boolean sound = !overlap && (masks[0] | masks[1] | masks[2]) != 0;
    for (int mask : masks) {
      long unsigned = Integer.toUnsignedLong(mask);
      boolean isOneRun = Long.bitCount(unsigned + Long.lowestOneBit(unsigned)) <= 1;
      sound &= isOneRun && unsigned <= pixel;
    }
    if (!sound) {
      throw encoded.corrupt(
          "masks %08x, %08x and %08x of red, green and blue in pixels of %d bits"
              .formatted(masks[0], masks[1], masks[2], bits));
    }
  }

  private static byte[] levels(int bits) {
    byte[] levels = new byte[1 << bits];
    int most = Math.max(1, levels.length - 1);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) ((long) i * FULL / most);
    }
    return levels;
  }

  /** The pixels of a stored row, low bytes first. */
  void color(byte[] row, int count, byte[] into) {
    for (int x = 0; x < count; x++) {
      int pixel = 0;
      for (int i = bytesPerPixel - 1; i >= 0; i--) {
        pixel = pixel << Byte.SIZE | (row[bytesPerPixel * x + i] & 0xFF);
      }
      for (int channel = 0; channel < 3; channel++) {
        byte[] ofChannel = levels[channel];
        into[3 * x + channel] = ofChannel[pixel >>> shifts[channel] & (ofChannel.length - 1)];
      }
    }
  }
}

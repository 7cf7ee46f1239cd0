package dev.tagstream.pipeline.image.bmp;

import dev.tagstream.pipeline.image.opencv.NativePicture;

/**
 * Corrects 16-bit BMPs: OpenCV leaves the low bits of their 5- and 6-bit samples zero, Pillow
 * scales them to the full range.
 */
public final class Bmp16Levels {

  private static final byte[] OF_5_BITS = levels(5);
  private static final byte[] OF_6_BITS = levels(6);

  private Bmp16Levels() {}

  /** Scales all samples of a picture that OpenCV has read; green has 5 or 6 bits. */
  public static void scale(NativePicture picture, int greenBits) {
    byte[] green = greenBits == 6 ? OF_6_BITS : OF_5_BITS;
    byte[] row = new byte[3 * picture.width()];
    for (int y = 0; y < picture.height(); y++) {
      picture.copyRow(y, 0, picture.width(), row);
      for (int i = 0; i < row.length; i += 3) {
        row[i] = OF_5_BITS[row[i] & 0xFF];
        row[i + 1] = green[row[i + 1] & 0xFF];
        row[i + 2] = OF_5_BITS[row[i + 2] & 0xFF];
      }
      picture.setRow(y, 0, picture.width(), row);
    }
  }

  private static byte[] levels(int bits) {
    byte[] levels = new byte[256];
    int most = (1 << bits) - 1;
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) ((i >> (Byte.SIZE - bits)) * 255 / most);
    }
    return levels;
  }
}

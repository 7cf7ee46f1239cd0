package dev.tagstream.pipeline.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Rows of model input that show images of one color each. */
public final class Images {

  private Images() {}

  /** uint8 [n, height, width, 3]: one image for each color, given as 0xRRGGBB. */
  public static ByteBuffer uint8(int height, int width, int... colors) {
    ByteBuffer rows = direct(colors.length * height * width * 3);
    for (int color : colors) {
      for (int pixel = 0; pixel < height * width; pixel++) {
        rows.put((byte) (color >> 16)).put((byte) (color >> 8)).put((byte) color);
      }
    }
    return rows.flip();
  }

  /** float32 [n, 3, height, width], from 0 to 1: one image for each color, given as 0xRRGGBB. */
  public static ByteBuffer float32(int height, int width, int... colors) {
    ByteBuffer rows = direct(colors.length * height * width * 3 * Float.BYTES);
    for (int color : colors) {
      for (int shift = 16; shift >= 0; shift -= 8) {
        for (int pixel = 0; pixel < height * width; pixel++) {
          rows.putFloat((color >> shift & 0xff) / 255f);
        }
      }
    }
    return rows.flip();
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}

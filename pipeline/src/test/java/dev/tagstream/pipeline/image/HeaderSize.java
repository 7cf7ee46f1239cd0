package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Changes the width and height that an image's header claims. */
final class HeaderSize {

  private static final int TIFF_ENTRY_BYTES = 12;
  private static final int TIFF_LONG = 4;

  private HeaderSize() {}

  /** Changes a whole image in place; one whose header is not where it should be stays. */
  static void set(byte[] image, int width, int height) {
    ByteBuffer big = ByteBuffer.wrap(image);
    ByteBuffer little = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    try {
      switch (ImageFormat.of(ByteRange.of(image))) {
        case JPEG -> setJpeg(big, width, height);
        case PNG -> big.putInt(16, width).putInt(20, height);
        case GIF -> setGif(little, (short) width, (short) height);
        case BMP -> little.putInt(18, width).putInt(22, height);
        case WEBP -> setWebp(little, width, height);
        case TIFF -> setTiff(big.get(0) == 'M' ? big : little, width, height);
      }
    } catch (UnreadableImageException | IndexOutOfBoundsException tooBroken) {
      // a mutant of a mutant need not have a header
    }
  }

  private static void setJpeg(ByteBuffer jpeg, int width, int height) {
    int at = 2;
    while (true) {
      int marker = jpeg.getShort(at) & 0xFFFF;
      if (marker >= 0xFFC0 && marker <= 0xFFC2) {
        jpeg.putShort(at + 5, (short) height).putShort(at + 7, (short) width);
        return;
      }
      at += 2 + (jpeg.getShort(at + 2) & 0xFFFF);
    }
  }

  /** The screen and, if it is where most encoders put it, the first frame. */
  private static void setGif(ByteBuffer gif, short width, short height) {
    gif.putShort(6, width).putShort(8, height);
    int flags = gif.get(10);
    int at = 13 + ((flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1));
    if (gif.get(at) == 0x21) {
      at += 8;
    }
    if (gif.get(at) == 0x2C) {
      gif.putShort(at + 5, width).putShort(at + 7, height);
    }
  }

  private static void setWebp(ByteBuffer webp, int width, int height) {
    switch (webp.get(15)) {
      case 'X' -> {
        webp.putShort(24, (short) (width - 1)).putShort(27, (short) (height - 1));
      }
      case 'L' -> webp.putInt(21, ((width - 1) & 0x3FFF) | ((height - 1) & 0x3FFF) << 14);
      default -> webp.putShort(26, (short) width).putShort(28, (short) height);
    }
  }

  /** The first two entries, as all writers sort them by their tags. */
  private static void setTiff(ByteBuffer tiff, int width, int height) {
    int entry = tiff.getInt(4) + 2;
    for (int size : new int[] {width, height}) {
      // a short's value fills the first two bytes of its field, in either order
      if (tiff.getShort(entry + 2) == TIFF_LONG) {
        tiff.putInt(entry + 8, size);
      } else {
        tiff.putShort(entry + 8, (short) size);
      }
      entry += TIFF_ENTRY_BYTES;
    }
  }
}

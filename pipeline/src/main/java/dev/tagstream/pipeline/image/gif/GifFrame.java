package dev.tagstream.pipeline.image.gif;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * The position of a GIF's first frame and how it is stored (GIF89a).
 *
 * @param screenWidth of the logical screen, extended if the frame reaches beyond it
 * @param screenHeight of the logical screen, extended if the frame reaches beyond it
 * @param left the frame's first column on the screen
 * @param top the frame's first row on the screen
 * @param width of the frame, in pixels
 * @param height of the frame, in pixels
 * @param interlaced whether its rows come in four passes
 * @param background index of the pixels outside the frame: the transparent one, otherwise 0, as in
 *     Pillow
 * @param paletteOffset where its colors begin, red, green, blue
 * @param paletteColors the number of colors; 0 if there are none and an index is a level of grey
 * @param dataOffset where its compressed data begins, with the code size
 */
record GifFrame(
    int screenWidth,
    int screenHeight,
    int left,
    int top,
    int width,
    int height,
    boolean interlaced,
    int background,
    long paletteOffset,
    int paletteColors,
    long dataOffset) {

  private static final long SCREEN_DESCRIPTOR = 6;
  private static final long AFTER_SCREEN_DESCRIPTOR = 13;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE_DESCRIPTOR = 0x2C;
  private static final int IMAGE_DESCRIPTOR_BYTES = 10;
  private static final int INTERLACED = 0x40;
  private static final int HAS_PALETTE = 0x80;
  private static final int PALETTE_SIZE_MASK = 7;
  private static final int BYTES_PER_COLOR = 3;

  /** Reads up to the first frame's data. */
  static GifFrame first(EncodedBytes encoded) throws UnreadableImageException {
    long at = AFTER_SCREEN_DESCRIPTOR + paletteBytes(encoded.uint8(SCREEN_DESCRIPTOR + 4));
    int background = 0;
    while (encoded.uint8(at) == EXTENSION) {
      if (encoded.uint8(at + 1) == GRAPHIC_CONTROL && (encoded.uint8(at + 3) & 1) != 0) {
        background = encoded.uint8(at + 6);
      }
      at = afterBlocks(encoded, at + 2);
    }
    if (encoded.uint8(at) != IMAGE_DESCRIPTOR) {
      throw encoded.corrupt("no frame at byte " + at);
    }
    return at(encoded, at, background);
  }

  private static GifFrame at(EncodedBytes encoded, long at, int background)
      throws UnreadableImageException {
    int screenFlags = encoded.uint8(SCREEN_DESCRIPTOR + 4);
    int left = encoded.uint16LittleEndian(at + 1);
    int top = encoded.uint16LittleEndian(at + 3);
    int width = encoded.uint16LittleEndian(at + 5);
    int height = encoded.uint16LittleEndian(at + 7);
    if (width == 0 || height == 0) {
      throw encoded.corrupt("a frame of %dx%d pixels".formatted(width, height));
    }
    int flags = encoded.uint8(at + 9);
    long ownPalette = at + IMAGE_DESCRIPTOR_BYTES;
    boolean hasOwnPalette = (flags & HAS_PALETTE) != 0;
    int paletteBytes = paletteBytes(hasOwnPalette ? flags : screenFlags);
    return new GifFrame(
        Math.max(encoded.uint16LittleEndian(SCREEN_DESCRIPTOR), left + width),
        Math.max(encoded.uint16LittleEndian(SCREEN_DESCRIPTOR + 2), top + height),
        left,
        top,
        width,
        height,
        (flags & INTERLACED) != 0,
        background,
        hasOwnPalette ? ownPalette : AFTER_SCREEN_DESCRIPTOR,
        paletteBytes / BYTES_PER_COLOR,
        ownPalette + paletteBytes(flags));
  }

  /** The offset behind a sequence of data blocks and its terminator. */
  private static long afterBlocks(EncodedBytes encoded, long from) throws UnreadableImageException {
    long at = from;
    int length = encoded.uint8(at);
    while (length != 0) {
      at += 1L + length;
      length = encoded.uint8(at);
    }
    return at + 1;
  }

  private static int paletteBytes(int flags) {
    return (flags & HAS_PALETTE) == 0 ? 0 : BYTES_PER_COLOR << ((flags & PALETTE_SIZE_MASK) + 1);
  }
}

package dev.tagstream.pipeline.image.gif;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.MissingPixels;
import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * Decodes the first frame of a GIF onto its screen, as Pillow does: pixels outside the frame get
 * the transparent index, otherwise index 0, and transparent pixels keep their palette's color.
 * (OpenCV paints the background color instead and refuses frames beyond the screen.)
 */
public final class GifReader {

  /** The first row and the row distance of each interlace pass. */
  private static final int[][] INTERLACE_PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  /** Decodes into an image of the header's size; missing rows stay empty. */
  public void read(EncodedBytes encoded, NativeImage into, MissingPixels missing)
      throws UnreadableImageException {
    GifFrame frame = GifFrame.first(encoded);
    GifLzw lzw = new GifLzw(encoded, frame.dataOffset());
    byte[] rgb = palette(encoded, frame);
    byte[] indexes = new byte[frame.width()];
    byte[] row = new byte[3 * frame.screenWidth()];
    fill(row, frame.background(), rgb);
    into.create(frame.screenWidth(), frame.screenHeight());
    for (int y = 0; y < frame.screenHeight(); y++) {
      into.setRow(y, 0, frame.screenWidth(), row);
    }
    for (int stored = 0; stored < frame.height(); stored++) {
      if (!hasCome(lzw, indexes)) {
        missing.rows(frame.height() - stored, frame.height());
        return;
      }
      for (int x = 0; x < frame.width(); x++) {
        int color = 3 * (indexes[x] & 0xFF);
        System.arraycopy(rgb, color, row, 3 * (frame.left() + x), 3);
      }
      into.setRow(frame.top() + shownRow(stored, frame), 0, frame.screenWidth(), row);
    }
  }

  private static boolean hasCome(GifLzw lzw, byte[] indexes) throws UnreadableImageException {
    try {
      lzw.read(indexes, indexes.length);
      return true;
    } catch (UnreadableImageException ended) {
      if (ended.reason() == RejectReason.TRUNCATED_IMAGE) {
        return false;
      }
      throw ended;
    }
  }

  private static void fill(byte[] row, int index, byte[] rgb) {
    for (int at = 0; at < row.length; at += 3) {
      System.arraycopy(rgb, 3 * index, row, at, 3);
    }
  }

  /** 256 colors; those that the file omits form a ramp of greys. */
  private static byte[] palette(EncodedBytes encoded, GifFrame frame)
      throws UnreadableImageException {
    byte[] rgb = new byte[3 * 256];
    for (int i = 0; i < 256; i++) {
      for (int channel = 0; channel < 3; channel++) {
        rgb[3 * i + channel] =
            (byte)
                (i < frame.paletteColors()
                    ? encoded.uint8(frame.paletteOffset() + 3L * i + channel)
                    : i);
      }
    }
    return rgb;
  }

  /** The frame's row at a position in the file. */
  private static int shownRow(int stored, GifFrame frame) {
    if (!frame.interlaced()) {
      return stored;
    }
    int before = 0;
    for (int[] pass : INTERLACE_PASSES) {
      int start = pass[0];
      int step = pass[1];
      int rows = Math.max(0, (frame.height() - start + step - 1) / step);
      if (stored < before + rows) {
        return start + (stored - before) * step;
      }
      before += rows;
    }
    throw new IllegalStateException("no interlace pass has row " + stored);
  }
}

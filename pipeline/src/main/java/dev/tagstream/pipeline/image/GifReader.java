package dev.tagstream.pipeline.image;

/**
 * Decodes the first frame of a GIF onto its screen as Pillow does: outside the frame stands the
 * transparent index, else index 0, and transparent pixels keep their palette's color. (OpenCV
 * paints the background color instead and refuses frames beyond the screen.)
 */
final class GifReader {

  private static final int MOST_CODE_BITS = 12;
  private static final int NO_CODE = -1;

  /** First row and distance of the rows of each interlace pass. */
  private static final int[][] INTERLACE_PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  private final short[] prefixes = new short[1 << MOST_CODE_BITS];
  private final byte[] suffixes = new byte[1 << MOST_CODE_BITS];
  private final byte[] string = new byte[(1 << MOST_CODE_BITS) + 1];

  private byte[] indexes = new byte[0];

  /** Decodes into a picture of the header's size. */
  void read(EncodedBytes encoded, NativePicture into) throws UnreadableImageException {
    GifFrame frame = GifFrame.first(encoded);
    decompress(encoded, frame);
    byte[] blueGreenRed = palette(encoded, frame);
    byte[] row = new byte[3 * frame.screenWidth()];
    into.create(frame.screenWidth(), frame.screenHeight());
    for (int y = 0; y < frame.screenHeight(); y++) {
      fill(row, 0, frame.screenWidth(), frame.background(), blueGreenRed);
      int frameRow = y - frame.top();
      if (frameRow >= 0 && frameRow < frame.height()) {
        int first = storedRow(frameRow, frame) * frame.width();
        for (int x = 0; x < frame.width(); x++) {
          int color = 3 * (indexes[first + x] & 0xFF);
          System.arraycopy(blueGreenRed, color, row, 3 * (frame.left() + x), 3);
        }
      }
      into.setRow(y, 0, frame.screenWidth(), row);
    }
  }

  private static void fill(byte[] row, int from, int to, int index, byte[] blueGreenRed) {
    for (int x = from; x < to; x++) {
      System.arraycopy(blueGreenRed, 3 * index, row, 3 * x, 3);
    }
  }

  /** 256 colors; those the file does not give are a ramp of greys. */
  private static byte[] palette(EncodedBytes encoded, GifFrame frame)
      throws UnreadableImageException {
    byte[] blueGreenRed = new byte[3 * 256];
    for (int i = 0; i < 256; i++) {
      for (int channel = 0; channel < 3; channel++) {
        blueGreenRed[3 * i + 2 - channel] =
            (byte)
                (i < frame.paletteColors()
                    ? encoded.uint8(frame.paletteOffset() + 3L * i + channel)
                    : i);
      }
    }
    return blueGreenRed;
  }

  /** The row of the file that holds a row of the frame. */
  private static int storedRow(int row, GifFrame frame) {
    if (!frame.interlaced()) {
      return row;
    }
    int before = 0;
    for (int[] pass : INTERLACE_PASSES) {
      int start = pass[0];
      int step = pass[1];
      if (row >= start && (row - start) % step == 0) {
        return before + (row - start) / step;
      }
      before += Math.max(0, (frame.height() - start + step - 1) / step);
    }
    throw new IllegalStateException("no interlace pass has row " + row);
  }

  /** Undoes LZW with codes of 3 to 12 bits, low bits first, in blocks of up to 255 bytes. */
  private void decompress(EncodedBytes encoded, GifFrame frame) throws UnreadableImageException {
    int pixels = frame.width() * frame.height();
    if (indexes.length < pixels) {
      indexes = new byte[pixels];
    }
    int minimumBits = encoded.uint8(frame.dataOffset());
    if (minimumBits < 1 || minimumBits >= MOST_CODE_BITS) {
      throw encoded.corrupt("LZW codes of %d bits".formatted(minimumBits + 1));
    }
    int clear = 1 << minimumBits;
    GifBits bits = new GifBits(encoded, frame.dataOffset() + 1);
    int codeBits = minimumBits + 1;
    int next = clear + 2;
    int previous = NO_CODE;
    byte first = 0;
    int filled = 0;
    while (filled < pixels) {
      int code = bits.read(codeBits);
      if (code == clear) {
        codeBits = minimumBits + 1;
        next = clear + 2;
        previous = NO_CODE;
        continue;
      }
      boolean known = previous == NO_CODE ? code < clear : code < next;
      if (code == clear + 1 || !(known || (previous != NO_CODE && code == next))) {
        throw encoded.corrupt("LZW code %d after %d of %d pixels".formatted(code, filled, pixels));
      }
      int length = 0;
      int current = code;
      if (!known) {
        string[length++] = first;
        current = previous;
      }
      while (current >= clear) {
        string[length++] = suffixes[current];
        current = prefixes[current];
      }
      first = (byte) current;
      string[length++] = first;
      for (int i = length - 1; i >= 0 && filled < pixels; i--) {
        indexes[filled++] = string[i];
      }
      if (previous != NO_CODE && next < 1 << MOST_CODE_BITS) {
        prefixes[next] = (short) previous;
        suffixes[next] = first;
        next++;
        if (next == 1 << codeBits && codeBits < MOST_CODE_BITS) {
          codeBits++;
        }
      }
      previous = code;
    }
  }
}

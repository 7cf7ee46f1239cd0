package dev.tagstream.pipeline.image.bmp;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * The layout of a BMP's image: the content of the OS/2 or Windows information header behind the
 * file header.
 *
 * @param width in pixels
 * @param height in pixels
 * @param isTopDown whether the first stored row is the top one
 * @param bits of each pixel
 * @param coding of the pixels
 * @param paletteOffset where its colors begin, blue first
 * @param paletteColors the number of colors
 * @param paletteStep from one color to the next, in bytes
 * @param dataOffset where its pixels begin
 */
record BmpLayout(
    int width,
    int height,
    boolean isTopDown,
    int bits,
    Coding coding,
    long paletteOffset,
    long paletteColors,
    int paletteStep,
    long dataOffset) {

  /** The coding of pixels. */
  enum Coding {
    /** Palette indexes, 5 bits for each color, or blue, green and red bytes. */
    PLAIN,
    /** Bits that masks select. */
    BIT_FIELDS,
    /** Run lengths of 8-bit indexes. */
    RUNS_OF_8_BITS,
    /** Run lengths of 4-bit indexes. */
    RUNS_OF_4_BITS
  }

  /**
   * The offset of the masks of red, green and blue: within the larger headers, or behind the
   * smallest.
   */
  static final long MASKS = 54;

  private static final long DATA_OFFSET = 10;
  private static final long INFORMATION_HEADER = 14;
  private static final int OS2_HEADER_BYTES = 12;
  private static final int LEAST_OS2_VERSION_2_BYTES = 16;
  private static final int WINDOWS_HEADER_BYTES = 40;
  private static final int OS2_VERSION_2_BYTES = 64;
  private static final int LARGEST_HEADER_BYTES = 124;

  /** Fields of all but the first OS/2 header, which may end before the last of them. */
  private static final int WIDTH = 4;

  private static final int HEIGHT = 8;
  private static final int BITS = 14;
  private static final int COMPRESSION = 16;
  private static final int COLORS = 32;

  private static final int PLAIN = 0;
  private static final int RUN_LENGTHS_OF_8_BITS = 1;
  private static final int RUN_LENGTHS_OF_4_BITS = 2;
  private static final int THREE_MASKS = 3;
  private static final int JPEG = 4;
  private static final int PNG = 5;
  private static final int FOUR_MASKS = 6;

  static BmpLayout of(EncodedBytes encoded) throws UnreadableImageException {
    long size = encoded.uint32LittleEndian(INFORMATION_HEADER);
    BmpLayout layout = size == OS2_HEADER_BYTES ? os2(encoded) : other(encoded, size);
    layout.validate(encoded);
    return layout;
  }

  private static BmpLayout os2(EncodedBytes encoded) throws UnreadableImageException {
    int bits = encoded.uint16LittleEndian(INFORMATION_HEADER + 10);
    long palette = INFORMATION_HEADER + OS2_HEADER_BYTES;
    long colors = colors(bits, 0);
    return new BmpLayout(
        encoded.uint16LittleEndian(INFORMATION_HEADER + 4),
        encoded.uint16LittleEndian(INFORMATION_HEADER + 6),
        false,
        bits,
        Coding.PLAIN,
        palette,
        colors,
        3,
        dataOffset(encoded, palette, palette + 3 * colors));
  }

  private static BmpLayout other(EncodedBytes encoded, long size) throws UnreadableImageException {
    if (size < LEAST_OS2_VERSION_2_BYTES || size > LARGEST_HEADER_BYTES) {
      throw encoded.corrupt("an information header of %d bytes".formatted(size));
    }
    int height = field(encoded, size, HEIGHT);
    if (height == Integer.MIN_VALUE) {
      throw encoded.corrupt("height " + height);
    }
    int bits = encoded.uint16LittleEndian(INFORMATION_HEADER + BITS);
    int compression = field(encoded, size, COMPRESSION);
    long palette = INFORMATION_HEADER + size + maskBytes(size, compression);
    long colors = colors(bits, Integer.toUnsignedLong(field(encoded, size, COLORS)));
    return new BmpLayout(
        field(encoded, size, WIDTH),
        Math.abs(height),
        height < 0,
        bits,
        coding(encoded, size, compression),
        palette,
        colors,
        4,
        dataOffset(encoded, palette, palette + 4 * colors));
  }

  /** A field of four bytes; 0 if the header ends before it. */
  private static int field(EncodedBytes encoded, long size, int offset)
      throws UnreadableImageException {
    return offset + Integer.BYTES <= size
        ? encoded.int32LittleEndian(INFORMATION_HEADER + offset)
        : 0;
  }

  /** The masks behind the header. */
  private static int maskBytes(long size, int compression) {
    if (size != WINDOWS_HEADER_BYTES) {
      return 0;
    }
    return switch (compression) {
      case THREE_MASKS -> 3 * Integer.BYTES;
      case FOUR_MASKS -> 4 * Integer.BYTES;
      default -> 0;
    };
  }

  private static long colors(int bits, long given) {
    if (bits > Byte.SIZE) {
      return 0;
    }
    return given == 0 ? 1L << bits : given;
  }

  /** Some writers omit the offset, or write that of the palette; Pillow handles both. */
  private static long dataOffset(EncodedBytes encoded, long palette, long behindPalette)
      throws UnreadableImageException {
    long given = encoded.uint32LittleEndian(DATA_OFFSET);
    return given == 0 || given == palette ? behindPalette : given;
  }

  private static Coding coding(EncodedBytes encoded, long size, int compression)
      throws UnreadableImageException {
    boolean isOs2 = size < WINDOWS_HEADER_BYTES || size == OS2_VERSION_2_BYTES;
    if (isOs2 && compression > RUN_LENGTHS_OF_4_BITS) {
      throw encoded.unsupported("compression %d of OS/2".formatted(compression));
    }
    return switch (compression) {
      case PLAIN -> Coding.PLAIN;
      case RUN_LENGTHS_OF_8_BITS -> Coding.RUNS_OF_8_BITS;
      case RUN_LENGTHS_OF_4_BITS -> Coding.RUNS_OF_4_BITS;
      case THREE_MASKS, FOUR_MASKS -> Coding.BIT_FIELDS;
      case JPEG -> throw encoded.unsupported("a JPEG inside");
      case PNG -> throw encoded.unsupported("a PNG inside");
      default -> throw encoded.unsupported("compression %d".formatted(compression));
    };
  }

  private void validate(EncodedBytes encoded) throws UnreadableImageException {
    boolean isKnown =
        switch (coding) {
          case PLAIN ->
              switch (bits) {
                case 1, 2, 4, 8, 16, 24, 32 -> true;
                default -> false;
              };
          case BIT_FIELDS -> bits == 16 || bits == 24 || bits == 32;
          case RUNS_OF_8_BITS -> bits == 8;
          case RUNS_OF_4_BITS -> bits == 4;
        };
    if (!isKnown) {
      throw encoded.corrupt("%d bits a pixel as %s".formatted(bits, coding));
    }
  }

  /** The bytes of a stored row that hold pixels. */
  long rowBytes() {
    return ((long) width * bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** From one stored row to the next, in bytes. */
  long rowStep() {
    return ((long) width * bits + Integer.SIZE - 1) / Integer.SIZE * Integer.BYTES;
  }

  /** How many rows a file of so many bytes can hold; the last needs no padding. */
  int mostRows(long encodedBytes) {
    return switch (coding) {
      case PLAIN, BIT_FIELDS -> {
        long bytes = encodedBytes - dataOffset + rowStep() - rowBytes();
        yield (int) Math.max(0, Math.min(height, bytes / rowStep()));
      }
      case RUNS_OF_8_BITS, RUNS_OF_4_BITS -> height;
    };
  }

  /** The output row of a stored row. */
  int shownRow(int stored) {
    return isTopDown ? stored : height - 1 - stored;
  }
}

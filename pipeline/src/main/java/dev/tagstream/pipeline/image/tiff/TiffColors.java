package dev.tagstream.pipeline.image.tiff;

import dev.tagstream.pipeline.image.format.CmykColors;
import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.TiffDirectory;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The meaning of a TIFF's samples: converts 8-bit samples to pixels, red first; drops alpha. */
final class TiffColors {

  private static final int COLOR_MAP = 320;
  private static final int FULL = 255;

  private final TiffLayout layout;
  private final byte @Nullable [] palette;

  private TiffColors(TiffLayout layout, byte @Nullable [] palette) {
    this.layout = layout;
    this.palette = palette;
  }

  static TiffColors of(EncodedBytes encoded, TiffDirectory directory, TiffLayout layout)
      throws UnreadableImageException {
    int needed =
        switch (layout.photometric()) {
          case TiffLayout.RGB -> 3;
          case TiffLayout.CMYK -> 4;
          default -> 1;
        };
    if (layout.channels() < needed) {
      throw encoded.corrupt(
          "%d samples a pixel, but its colors need %d".formatted(layout.channels(), needed));
    }
    if (layout.photometric() != TiffLayout.PALETTE) {
      return new TiffColors(layout, null);
    }
    if (layout.bits() > Byte.SIZE) {
      throw encoded.unsupported("a palette of %d bits".formatted(layout.bits()));
    }
    return new TiffColors(layout, palette(encoded, directory, 1 << layout.bits()));
  }

  /**
   * Converts all reds, then all greens, then all blues, of 16 bits each, to red, green, blue of 8
   * bits.
   */
  private static byte[] palette(EncodedBytes encoded, TiffDirectory directory, int colors)
      throws UnreadableImageException {
    TiffDirectory.Entry map = directory.find(COLOR_MAP);
    if (map == null || map.count() < 3 * colors) {
      throw encoded.corrupt("no palette of %d colors".formatted(colors));
    }
    byte[] palette = new byte[3 * colors];
    for (int i = 0; i < 3 * colors; i++) {
      palette[3 * (i % colors) + i / colors] = (byte) (map.number(i) >> Byte.SIZE);
    }
    return palette;
  }

  /** Converts {@code count} pixels, whose samples begin at {@code first} of each channel. */
  void convert(byte[][] samples, int first, int count, byte[] rgb) {
    switch (layout.photometric()) {
      case TiffLayout.RGB -> convertRgb(samples, first, count, rgb);
      case TiffLayout.CMYK -> convertCmyk(samples, first, count, rgb);
      case TiffLayout.PALETTE -> convertPalette(samples[0], first, count, rgb);
      default -> convertGrey(samples[0], first, count, rgb);
    }
  }

  private void convertRgb(byte[][] samples, int first, int count, byte[] rgb) {
    boolean premultiplied = layout.hasPremultipliedColors() && layout.channels() > 3;
    for (int i = 0; i < count; i++) {
      int alpha = premultiplied ? samples[3][first + i] & 0xFF : FULL;
      for (int channel = 0; channel < 3; channel++) {
        int value = samples[channel][first + i] & 0xFF;
        rgb[3 * i + channel] = (byte) (alpha == 0 ? 0 : Math.min(FULL, value * FULL / alpha));
      }
    }
  }

  private static void convertCmyk(byte[][] samples, int first, int count, byte[] rgb) {
    for (int i = 0; i < count; i++) {
      int black = samples[3][first + i] & 0xFF;
      for (int channel = 0; channel < 3; channel++) {
        int ink = samples[channel][first + i] & 0xFF;
        rgb[3 * i + channel] = (byte) CmykColors.light(ink, black);
      }
    }
  }

  private void convertPalette(byte[] indexes, int first, int count, byte[] rgb) {
    byte[] colors = Objects.requireNonNull(palette);
    for (int i = 0; i < count; i++) {
      System.arraycopy(colors, 3 * (indexes[first + i] & 0xFF), rgb, 3 * i, 3);
    }
  }

  private void convertGrey(byte[] levels, int first, int count, byte[] rgb) {
    int inversion = layout.photometric() == TiffLayout.WHITE_IS_ZERO ? FULL : 0;
    for (int i = 0; i < count; i++) {
      byte level = (byte) (levels[first + i] ^ inversion);
      rgb[3 * i] = level;
      rgb[3 * i + 1] = level;
      rgb[3 * i + 2] = level;
    }
  }
}

package dev.tagstream.pipeline.image.tiff;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.TiffDirectory;
import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.Arrays;

/**
 * Decodes plain TIFFs: grey, palette, RGB and CMYK of 1 to 16 bits, in strips or tiles, chunky or
 * planar, uncompressed or with LZW, deflate or PackBits. (OpenCV multiplies colors by alpha, and
 * refuses or distorts many of these.) Samples of more than 8 bits keep their highest 8.
 */
public final class TiffReader {

  private static final int MOST_CHANNELS = 6;

  private byte[] packed = new byte[0];
  private final byte[][] samples = new byte[MOST_CHANNELS][0];
  private byte[] rgb = new byte[0];

  /** Decodes an image whose header has been checked against the limits. */
  public void read(
      EncodedBytes encoded, TiffDirectory directory, TiffLayout layout, NativeImage into)
      throws UnreadableImageException {
    TiffColors colors = TiffColors.of(encoded, directory, layout);
    int across = ceilingDivide(layout.width(), layout.segmentWidth());
    int down = ceilingDivide(layout.height(), layout.segmentHeight());
    reserve(encoded, layout);
    into.create(layout.width(), layout.height());
    try (TiffSegments segments = new TiffSegments(encoded, directory, layout)) {
      for (int segment = 0; segment < across * down; segment++) {
        int top = segment / across * layout.segmentHeight();
        int left = segment % across * layout.segmentWidth();
        int rows = Math.min(layout.segmentHeight(), layout.height() - top);
        int columns = Math.min(layout.segmentWidth(), layout.width() - left);
        readSamples(segments, directory, layout, segment, across * down, rows);
        for (int y = 0; y < rows; y++) {
          colors.convert(samples, y * layout.segmentWidth(), columns, rgb);
          into.setRow(top + y, left, columns, rgb);
        }
      }
    }
  }

  /** Fills {@link #samples} with all channels of one segment. */
  private void readSamples(
      TiffSegments segments,
      TiffDirectory directory,
      TiffLayout layout,
      int segment,
      int segmentsPerPlane,
      int rows)
      throws UnreadableImageException {
    int planes = layout.isPlanar() ? layout.channels() : 1;
    int channelsPerPlane = layout.channels() / planes;
    int rowBytes = rowBytes(layout, channelsPerPlane);
    // the last strip ends with the image, but the last tiles are whole
    int storedRows = layout.isTiled() ? layout.segmentHeight() : rows;
    for (int plane = 0; plane < planes; plane++) {
      int index = plane * segmentsPerPlane + segment;
      segments.read(index, packed, storedRows * rowBytes);
      for (int y = 0; y < rows; y++) {
        for (int channel = 0; channel < channelsPerPlane; channel++) {
          byte[] into = samples[plane + channel];
          unpackRow(directory, layout, y * rowBytes, channel, channelsPerPlane, into, y);
        }
      }
    }
  }

  /** Unpacks one channel of one row to 8 bits a sample. */
  private void unpackRow(
      TiffDirectory directory,
      TiffLayout layout,
      int rowStart,
      int channel,
      int channels,
      byte[] into,
      int y) {
    int bits = layout.bits();
    int kept = layout.photometric() == TiffLayout.PALETTE ? bits : Math.min(bits, Byte.SIZE);
    int scale = layout.photometric() == TiffLayout.PALETTE ? 1 : 255 / ((1 << kept) - 1);
    boolean lowByteFirst = bits == Short.SIZE && !directory.isBigEndian();
    boolean differences = layout.predictor() == TiffLayout.HORIZONTAL_PREDICTOR;
    int to = y * layout.segmentWidth();
    int value = 0;
    for (int x = 0; x < layout.segmentWidth(); x++) {
      int sample = sample(rowStart, (x * channels + channel) * bits, bits, lowByteFirst);
      value = differences ? (value + sample) & ((1 << bits) - 1) : sample;
      into[to + x] = (byte) ((value >> (bits - kept)) * scale);
    }
  }

  private int sample(int rowStart, int bitOffset, int bits, boolean lowByteFirst) {
    int at = rowStart + bitOffset / Byte.SIZE;
    int first = packed[at] & 0xFF;
    if (bits == Byte.SIZE) {
      return first;
    }
    int shift = bitOffset % Byte.SIZE;
    if (shift + bits <= Byte.SIZE) {
      return (first >> (Byte.SIZE - shift - bits)) & ((1 << bits) - 1);
    }
    int second = packed[at + 1] & 0xFF;
    if (lowByteFirst) {
      return (second << Byte.SIZE) | first;
    }
    int third = shift + bits > Short.SIZE ? packed[at + 2] & 0xFF : 0;
    int window = (first << Short.SIZE) | (second << Byte.SIZE) | third;
    return (window >> (24 - shift - bits)) & ((1 << bits) - 1);
  }

  private void reserve(EncodedBytes encoded, TiffLayout layout) throws UnreadableImageException {
    int channels = layout.isPlanar() ? 1 : layout.channels();
    long packedBytes = (long) rowBytes(layout, channels) * layout.segmentHeight();
    long pixels = (long) layout.segmentWidth() * layout.segmentHeight();
    if (packedBytes > Integer.MAX_VALUE - 8 || 3L * layout.width() > Integer.MAX_VALUE - 8) {
      throw encoded.unsupported("strips or tiles of %d bytes".formatted(packedBytes));
    }
    packed = atLeast(packed, (int) packedBytes);
    for (int channel = 0; channel < layout.channels(); channel++) {
      samples[channel] = atLeast(samples[channel], (int) pixels);
    }
    rgb = atLeast(rgb, 3 * layout.segmentWidth());
  }

  /** Releases memory above {@code keptBytes}. */
  public void shrink(long keptBytes) {
    long bytes = packed.length;
    for (byte[] channel : samples) {
      bytes += channel.length;
    }
    if (bytes > keptBytes) {
      packed = new byte[0];
      Arrays.fill(samples, packed);
    }
  }

  private static byte[] atLeast(byte[] buffer, int length) {
    return buffer.length < length ? new byte[length] : buffer;
  }

  private static int rowBytes(TiffLayout layout, int channels) {
    long bits = (long) layout.segmentWidth() * channels * layout.bits();
    return (int) Math.min((bits + Byte.SIZE - 1) / Byte.SIZE, Integer.MAX_VALUE);
  }

  private static int ceilingDivide(int dividend, int divisor) {
    return (dividend - 1) / divisor + 1;
  }
}

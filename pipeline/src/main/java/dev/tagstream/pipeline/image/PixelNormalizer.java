package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Arranges pixels as a model's input: uint8 unchanged, or float32 {@code (x * scale - mean) / std}
 * in native byte order; [3, height, width] or [height, width, 3]; in the model's channel order.
 *
 * <p>Each channel's 256 values are computed once, in float32 and in the order of torchvision's
 * ToTensor and Normalize: scale, subtract mean, divide by std. Like torchvision, it applies the
 * usual scale 1/255 as a division by 255.
 *
 * <p>Not thread-safe: it reuses its row, so it belongs to one operator instance.
 */
public final class PixelNormalizer {

  private static final int CHANNELS = 3;
  private static final int LEVELS = 256;
  private static final double MOST_LEVEL = 255.0;

  private static final VarHandle FLOATS =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.nativeOrder());

  private final PixelType type;
  private final PixelLayout layout;

  /** The index of each model channel in a pixel: 0 red, 1 green, 2 blue. */
  private final int[] sources;

  /** The value of each of the 256 levels, for each channel of the model. */
  private final float[][] values;

  /** Whether the model takes pixels unchanged. */
  private final boolean asTheyCome;

  private byte[] row = new byte[0];

  public PixelNormalizer(Preprocessing preprocessing, PixelType type, PixelLayout layout) {
    this.type = type;
    this.layout = layout;
    this.sources =
        preprocessing.channelOrder() == ChannelOrder.RGB
            ? new int[] {0, 1, 2}
            : new int[] {2, 1, 0};
    this.asTheyCome =
        type == PixelType.UINT8
            && layout == PixelLayout.NHWC
            && preprocessing.channelOrder() == ChannelOrder.RGB;
    this.values = new float[CHANNELS][];
    for (int channel = 0; channel < CHANNELS; channel++) {
      double mean = preprocessing.mean().get(channel);
      double std = preprocessing.std().get(channel);
      values[channel] = levels(preprocessing.scale(), (float) mean, (float) std);
    }
  }

  /**
   * Normalizes one image.
   *
   * @return an array that begins with {@link #rowBytes} bytes of the row; borrowed: valid until the
   *     next call, or as long as the pixels, which it may be
   */
  public byte[] normalize(PixelImage pixels) {
    if (asTheyCome) {
      return pixels.rgb();
    }
    int length = rowBytes(pixels);
    if (row.length < length) {
      row = new byte[length];
    }
    int planePixels = pixels.width() * pixels.height();
    boolean planar = layout == PixelLayout.NCHW;
    for (int channel = 0; channel < CHANNELS; channel++) {
      int first = planar ? channel * planePixels : channel;
      int step = planar ? 1 : CHANNELS;
      switch (type) {
        case UINT8 -> copy(pixels, sources[channel], first, step);
        case FLOAT32 -> look(pixels, sources[channel], values[channel], first, step);
      }
    }
    return row;
  }

  /** The length of an image's row, in bytes. */
  public int rowBytes(PixelImage pixels) {
    return Math.multiplyExact(pixels.bytes(), type.bytes());
  }

  private void copy(PixelImage pixels, int source, int first, int step) {
    byte[] rgb = pixels.rgb();
    int end = pixels.bytes();
    byte[] into = row;
    int to = first;
    for (int from = source; from < end; from += CHANNELS) {
      into[to] = rgb[from];
      to += step;
    }
  }

  private void look(PixelImage pixels, int source, float[] levels, int first, int step) {
    byte[] rgb = pixels.rgb();
    int end = pixels.bytes();
    byte[] into = row;
    int to = first * Float.BYTES;
    for (int from = source; from < end; from += CHANNELS) {
      FLOATS.set(into, to, levels[rgb[from] & 0xFF]);
      to += step * Float.BYTES;
    }
  }

  private static float[] levels(double scale, float mean, float std) {
    boolean isOverMost = (float) (scale * MOST_LEVEL) == 1.0f;
    float[] levels = new float[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      float scaled = isOverMost ? level / (float) MOST_LEVEL : (float) (level * scale);
      levels[level] = (scaled - mean) / std;
    }
    return levels;
  }
}

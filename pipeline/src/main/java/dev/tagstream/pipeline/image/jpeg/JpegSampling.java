package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sampling of a JPEG's two chroma planes relative to its luma plane. */
public enum JpegSampling {
  /** Grey: luma without chroma. */
  GREY(1, 1),
  /** 4:4:4, chroma of the full size. */
  FULL(1, 1),
  /** 4:2:2, chroma of half the width. */
  HALF_WIDTH(2, 1),
  /** 4:2:0, chroma of half the width and half the height. */
  QUARTER(2, 2);

  /** Baseline DCT with Huffman codes (ITU-T T.81, table B.1). */
  private static final int BASELINE_FRAME = 0xC0;

  private static final int BYTES_BEFORE_COMPONENTS = 8;
  private static final int BYTES_OF_COMPONENT = 3;
  private static final int END_OF_IMAGE = 0xFFD9;

  /** One luma sample for each chroma sample, across and down. */
  private static final int ONE_BY_ONE = 0x11;

  private final int across;
  private final int down;

  JpegSampling(int across, int down) {
    this.across = across;
    this.down = down;
  }

  /** The width of a chroma plane, in samples. */
  public int chromaWidth(int width) {
    return (width + across - 1) / across;
  }

  /** The height of a chroma plane, in samples. */
  public int chromaHeight(int height) {
    return (height + down - 1) / down;
  }

  /**
   * The sampling of a baseline JPEG in YCbCr or grey that has its end; null for any other.
   *
   * @param marker offset of the frame header's marker code
   */
  static @Nullable JpegSampling ofBaseline(EncodedBytes encoded, long marker)
      throws UnreadableImageException {
    int channels = encoded.uint8(marker + BYTES_BEFORE_COMPONENTS);
    if (encoded.uint8(marker) != BASELINE_FRAME
        || (channels != 1 && channels != 3)
        || encoded.uint16BigEndian(encoded.length() - 2L) != END_OF_IMAGE
        || JpegHeader.isAdobeRgb(encoded)) {
      return null;
    }
    List<Integer> factors = new ArrayList<>(channels);
    StringBuilder names = new StringBuilder();
    for (int channel = 0; channel < channels; channel++) {
      long component = marker + BYTES_BEFORE_COMPONENTS + 1 + (long) BYTES_OF_COMPONENT * channel;
      names.append((char) encoded.uint8(component));
      factors.add(encoded.uint8(component + 1));
    }
    return names.toString().equals("RGB") ? null : of(factors);
  }

  private static @Nullable JpegSampling of(List<Integer> factors) {
    if (factors.size() == 1) {
      return GREY;
    }
    if (factors.get(1) != ONE_BY_ONE || factors.get(2) != ONE_BY_ONE) {
      return null;
    }
    return switch (factors.get(0)) {
      case 0x11 -> FULL;
      case 0x21 -> HALF_WIDTH;
      case 0x22 -> QUARTER;
      default -> null;
    };
  }
}

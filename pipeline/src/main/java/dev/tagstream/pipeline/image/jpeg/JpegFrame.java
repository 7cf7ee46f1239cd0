package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.Arrays;

/** The frame header of a JPEG of DCT blocks, and the progress of its coefficients. */
final class JpegFrame {

  static final int COEFFICIENTS = 64;

  private static final int BLOCK = 8;
  private static final int MOST_CHANNELS = 4;
  private static final int MOST_SAMPLING = 4;
  private static final int BYTES_OF_COMPONENT = 3;
  private static final int EXTENDED_SEQUENTIAL = 0xC1;
  private static final int PROGRESSIVE = 0xC2;
  private static final int BASELINE = 0xC0;

  /** A precision that no coefficient has: none of its bits was read. */
  private static final int NONE = 99;

  /**
   * One channel.
   *
   * @param id by which scans name it
   * @param blocksOfUnit its number of blocks in a unit of several channels
   * @param blocksAcross of the channel alone
   * @param blocksDown of the channel alone
   * @param lacking the number of low bits of each coefficient that are missing
   */
  record Channel(int id, int blocksOfUnit, int blocksAcross, int blocksDown, int[] lacking) {}

  private final EncodedBytes encoded;
  private final boolean isProgressive;
  private final int height;
  private final Channel[] channels;
  private final int unitsAcross;
  private final int unitsDown;
  private final int unitHeight;

  /**
   * Reads a frame header.
   *
   * @param marker offset of its marker code
   */
  JpegFrame(EncodedBytes encoded, long marker) throws UnreadableImageException {
    this.encoded = encoded;
    int process = encoded.uint8(marker);
    if (process != BASELINE && process != EXTENDED_SEQUENTIAL && process != PROGRESSIVE) {
      throw encoded.corrupt("no frame of Huffman codes");
    }
    this.isProgressive = process == PROGRESSIVE;
    this.height = encoded.uint16BigEndian(marker + 4);
    int width = encoded.uint16BigEndian(marker + 6);
    this.channels = new Channel[encoded.uint8(marker + 8)];
    long first = marker + 9;
    int across = largestSampling(first, 4);
    int down = largestSampling(first, 0);
    this.unitsAcross = ceilingDivide(width, BLOCK * across);
    this.unitHeight = BLOCK * down;
    this.unitsDown = ceilingDivide(height, unitHeight);
    for (int i = 0; i < channels.length; i++) {
      long at = first + (long) BYTES_OF_COMPONENT * i;
      int h = sampling(at, 4);
      int v = sampling(at, 0);
      int[] lacking = new int[COEFFICIENTS];
      Arrays.fill(lacking, NONE);
      channels[i] =
          new Channel(
              encoded.uint8(at),
              h * v,
              ceilingDivide(ceilingDivide(width * h, across), BLOCK),
              ceilingDivide(ceilingDivide(height * v, down), BLOCK),
              lacking);
    }
  }

  private int largestSampling(long first, int shift) throws UnreadableImageException {
    if (channels.length < 1 || channels.length > MOST_CHANNELS) {
      throw encoded.corrupt("%d channels".formatted(channels.length));
    }
    int largest = 1;
    for (int i = 0; i < channels.length; i++) {
      largest = Math.max(largest, sampling(first + (long) BYTES_OF_COMPONENT * i, shift));
    }
    return largest;
  }

  private int sampling(long component, int shift) throws UnreadableImageException {
    int sampling = encoded.uint8(component + 1) >> shift & 0xF;
    if (sampling < 1 || sampling > MOST_SAMPLING) {
      throw encoded.corrupt("a sampling factor of %d".formatted(sampling));
    }
    return sampling;
  }

  boolean isProgressive() {
    return isProgressive;
  }

  int height() {
    return height;
  }

  /** The number of units across, in a scan of several channels. */
  int unitsAcross() {
    return unitsAcross;
  }

  /** The number of units down, in a scan of several channels. */
  int unitsDown() {
    return unitsDown;
  }

  /** The rows of pixels of a unit of several channels. */
  int unitHeight() {
    return unitHeight;
  }

  Channel channel(int id) throws UnreadableImageException {
    for (Channel channel : channels) {
      if (channel.id() == id) {
        return channel;
      }
    }
    throw encoded.corrupt("a scan of channel %d, which does not exist".formatted(id));
  }

  /** Whether there has been a scan of every bit of every coefficient. */
  boolean hasAllScans() {
    return Arrays.stream(channels)
        .allMatch(channel -> Arrays.stream(channel.lacking()).allMatch(bits -> bits == 0));
  }

  private static int ceilingDivide(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}

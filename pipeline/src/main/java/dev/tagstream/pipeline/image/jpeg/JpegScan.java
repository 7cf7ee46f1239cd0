package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.ArrayList;
import java.util.List;

/** One scan of a JPEG, read without making pixels (ITU-T T.81, annexes F and G). */
final class JpegScan {

  private static final int LAST_COEFFICIENT = JpegFrame.COEFFICIENTS - 1;
  private static final int ZEROS_OF_ZRL = 15;
  private static final int MOST_CHANNELS = 4;

  /** A channel with its tables, as numbers. */
  private record Part(JpegFrame.Channel channel, int dcTable, int acTable) {}

  private final EncodedBytes encoded;
  private final JpegFrame frame;
  private final JpegTables tables;
  private final List<Part> parts = new ArrayList<>();
  private final int first;
  private final int last;
  private final int refines;
  private final JpegBits bits;
  private final JpegNonzeros nonzeros;

  private int blocksWithoutCoefficients;

  /**
   * @param data where the scan header's data begins
   */
  JpegScan(
      EncodedBytes encoded, JpegFrame frame, JpegTables tables, JpegNonzeros nonzeros, long data)
      throws UnreadableImageException {
    this.encoded = encoded;
    this.frame = frame;
    this.tables = tables;
    this.nonzeros = nonzeros;
    int channels = encoded.uint8(data);
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw encoded.corrupt("a scan of %d channels".formatted(channels));
    }
    for (int i = 0; i < channels; i++) {
      int which = encoded.uint8(data + 2 + 2L * i);
      parts.add(new Part(frame.channel(encoded.uint8(data + 1 + 2L * i)), which >> 4, which & 0xF));
    }
    long selection = data + 1 + 2L * channels;
    this.first = frame.isProgressive() ? encoded.uint8(selection) : 0;
    this.last = frame.isProgressive() ? encoded.uint8(selection + 1) : LAST_COEFFICIENT;
    int precision = frame.isProgressive() ? encoded.uint8(selection + 2) : 0;
    this.refines = precision >> 4;
    requireSound();
    for (Part part : parts) {
      for (int k = first; k <= last; k++) {
        part.channel().lacking()[k] = precision & 0xF;
      }
    }
    this.bits = new JpegBits(encoded, selection + 3);
  }

  private void requireSound() throws UnreadableImageException {
    boolean sound =
        first <= last
            && last <= LAST_COEFFICIENT
            && (!frame.isProgressive() || (first == 0 ? last == 0 : parts.size() == 1));
    if (!sound) {
      throw encoded.corrupt(
          "a scan of coefficients %d to %d of %d channels".formatted(first, last, parts.size()));
    }
  }

  /**
   * Reads to the end of the scan or of the file.
   *
   * @param scans the number of scans including this one
   * @throws UnreadableImageException if its codes are corrupt
   */
  JpegExtent read(int scans) throws UnreadableImageException {
    int units = units();
    int come = unitsCome(units);
    return new JpegExtent(
        frame.hasAllScans(),
        scans,
        units,
        come,
        unitsPerRow(),
        frame.height(),
        Math.min(frame.height(), come / unitsPerRow() * frame.unitHeight()),
        come == units ? bits.position() : encoded.length());
  }

  /** The number of its units: blocks of one channel, or groups of blocks of several. */
  private int units() {
    JpegFrame.Channel channel = parts.get(0).channel();
    return parts.size() == 1
        ? channel.blocksAcross() * channel.blocksDown()
        : frame.unitsAcross() * frame.unitsDown();
  }

  private int unitsPerRow() {
    return parts.size() == 1 ? parts.get(0).channel().blocksAcross() : frame.unitsAcross();
  }

  private int unitsCome(int units) throws UnreadableImageException {
    for (int unit = 0; unit < units; unit++) {
      try {
        readUnit(unit);
      } catch (UnreadableImageException ended) {
        if (ended.reason() == RejectReason.TRUNCATED_IMAGE) {
          return unit;
        }
        throw ended;
      }
    }
    return units;
  }

  private void readUnit(int unit) throws UnreadableImageException {
    int interval = tables.restartInterval();
    if (interval > 0 && unit > 0 && unit % interval == 0) {
      bits.readRestart();
      blocksWithoutCoefficients = 0;
    }
    for (Part part : parts) {
      int blocks = parts.size() == 1 ? 1 : part.channel().blocksOfUnit();
      for (int i = 0; i < blocks; i++) {
        readBlock(part, unit);
      }
    }
  }

  private void readBlock(Part part, int block) throws UnreadableImageException {
    if (!frame.isProgressive()) {
      bits.read(tables.dc(part.dcTable()).decode(bits));
      readSequential(tables.ac(part.acTable()));
    } else if (first > 0) {
      readCoefficients(part, block);
    } else if (refines > 0) {
      bits.read();
    } else {
      bits.read(tables.dc(part.dcTable()).decode(bits));
    }
  }

  private void readSequential(JpegHuffmanTable table) throws UnreadableImageException {
    for (int k = 1; k <= LAST_COEFFICIENT; k++) {
      int code = table.decode(bits);
      int zeros = code >> 4;
      int size = code & 0xF;
      if (size == 0 && zeros != ZEROS_OF_ZRL) {
        return;
      }
      k += zeros;
      bits.read(size);
    }
  }

  private void readCoefficients(Part part, int block) throws UnreadableImageException {
    long[] ofChannel = nonzeros.of(part.channel());
    int k = first;
    while (blocksWithoutCoefficients == 0 && k <= last) {
      int code = tables.ac(part.acTable()).decode(bits);
      int zeros = code >> 4;
      int size = code & 0xF;
      if (size == 0 && zeros != ZEROS_OF_ZRL) {
        blocksWithoutCoefficients = (1 << zeros) + bits.read(zeros);
      } else if (refines == 0) {
        k += zeros;
        bits.read(size);
        k = mark(ofChannel, block, k, size);
      } else {
        bits.read(size == 0 ? 0 : 1);
        k = mark(ofChannel, block, refine(ofChannel[block], k, zeros), size);
      }
    }
    if (blocksWithoutCoefficients > 0) {
      blocksWithoutCoefficients--;
      refine(refines == 0 ? 0 : ofChannel[block], k, JpegFrame.COEFFICIENTS);
    }
  }

  /** Records a nonzero coefficient and returns the next one. */
  private static int mark(long[] ofChannel, int block, int k, int size) {
    if (size > 0 && k <= LAST_COEFFICIENT) {
      ofChannel[block] |= 1L << k;
    }
    return k + 1;
  }

  /** Reads a correction bit for each nonzero coefficient, up to one behind so many zeros. */
  private int refine(long nonzero, int from, int zeros) throws UnreadableImageException {
    int left = zeros;
    int k = from;
    for (; k <= last; k++) {
      if ((nonzero >> k & 1) != 0) {
        bits.read();
      } else if (--left < 0) {
        return k;
      }
    }
    return k;
  }
}

package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;
import org.jspecify.annotations.Nullable;

/** The state that a JPEG has defined for its next scan: Huffman tables and the restart interval. */
final class JpegTables {

  private static final int TABLES = 4;
  private static final int CLASSES = 2;

  private final EncodedBytes encoded;
  private final @Nullable JpegHuffmanTable[] tables = new JpegHuffmanTable[CLASSES * TABLES];
  private int restartInterval;

  JpegTables(EncodedBytes encoded) {
    this.encoded = encoded;
  }

  /** Reads the definitions of a segment, if it has any. */
  void define(JpegSegments segment) throws UnreadableImageException {
    if (segment.marker() == JpegSegments.RESTART_INTERVAL) {
      restartInterval = encoded.uint16BigEndian(segment.data());
    } else if (segment.marker() == JpegSegments.HUFFMAN_TABLES) {
      long at = segment.data();
      while (at < segment.end()) {
        int which = encoded.uint8(at);
        JpegHuffmanTable table = new JpegHuffmanTable(encoded, at + 1);
        tables[index(which >> 4, which & 0xF)] = table;
        at += 1 + table.bytes();
      }
    }
  }

  /** The restart interval in units; 0 for none. */
  int restartInterval() {
    return restartInterval;
  }

  JpegHuffmanTable dc(int number) throws UnreadableImageException {
    return require(index(0, number));
  }

  JpegHuffmanTable ac(int number) throws UnreadableImageException {
    return require(index(1, number));
  }

  private int index(int kind, int number) throws UnreadableImageException {
    if (kind >= CLASSES || number >= TABLES) {
      throw encoded.corrupt("Huffman table %d of class %d".formatted(number, kind));
    }
    return kind * TABLES + number;
  }

  private JpegHuffmanTable require(int index) throws UnreadableImageException {
    JpegHuffmanTable table = tables[index];
    if (table == null) {
      throw encoded.corrupt("Huffman table %d is missing".formatted(index % TABLES));
    }
    return table;
  }
}

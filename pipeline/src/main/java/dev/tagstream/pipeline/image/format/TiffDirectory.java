package dev.tagstream.pipeline.image.format;

import dev.tagstream.pipeline.record.UnreadableImageException;
import org.jspecify.annotations.Nullable;

/**
 * The first directory of a TIFF structure: of a TIFF or BigTIFF file, or of EXIF metadata inside
 * another file. Offsets count from the start of the structure and are checked at each read.
 */
public final class TiffDirectory {

  private static final int CLASSIC_VERSION = 42;
  private static final int BIG_VERSION = 43;

  /**
   * The size of each unsigned integer type, 0 for other types: BYTE, SHORT, LONG, LONG8, and
   * UNDEFINED as bytes.
   */
  private static final int[] VALUE_BYTES = {0, 1, 0, 2, 4, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 8};

  /** Real directories have some dozens. */
  private static final int MOST_ENTRIES = 1024;

  private final EncodedBytes encoded;
  private final long start;
  private final boolean bigEndian;
  private final boolean big;
  private final long firstEntry;
  private final long entries;

  private TiffDirectory(EncodedBytes encoded, long start) throws UnreadableImageException {
    this.encoded = encoded;
    this.start = start;
    this.bigEndian = encoded.hasAscii(start, "MM");
    int version = uint16(start + 2);
    if (version != CLASSIC_VERSION && version != BIG_VERSION) {
      throw encoded.corrupt("version " + version);
    }
    this.big = version == BIG_VERSION;
    long at = start + (big ? uint64(start + 8) : uint32(start + 4));
    this.entries = big ? uint64(at) : uint16(at);
    this.firstEntry = at + (big ? Long.BYTES : Short.BYTES);
    if (entries < 0 || entries > MOST_ENTRIES || !encoded.has(firstEntry, entries * entryBytes())) {
      throw encoded.corrupt(
          "%d directory entries from byte %d do not fit its %d bytes"
              .formatted(entries, firstEntry, encoded.length()));
    }
  }

  public boolean isBigEndian() {
    return bigEndian;
  }

  /** Reads the directory of the structure that begins with II or MM at {@code start}. */
  public static TiffDirectory read(EncodedBytes encoded, long start)
      throws UnreadableImageException {
    return new TiffDirectory(encoded, start);
  }

  /** The first number of a tag; {@code otherwise} if the tag is absent or holds no integers. */
  public long number(int tag, long otherwise) throws UnreadableImageException {
    Entry entry = find(tag);
    return entry == null || entry.count() == 0 ? otherwise : entry.number(0);
  }

  /** The entry of a tag; null if the tag is absent or holds no integers. */
  public @Nullable Entry find(int tag) throws UnreadableImageException {
    for (long i = 0; i < entries; i++) {
      long entry = firstEntry + i * entryBytes();
      if (uint16(entry) == tag) {
        int type = uint16(entry + 2);
        int valueBytes = type < VALUE_BYTES.length ? VALUE_BYTES[type] : 0;
        return valueBytes == 0 ? null : entry(entry, valueBytes);
      }
    }
    return null;
  }

  /** A value is in its entry if it fits there, otherwise at the entry's offset. */
  private Entry entry(long entry, int valueBytes) throws UnreadableImageException {
    int fieldBytes = big ? Long.BYTES : Integer.BYTES;
    long count = big ? uint64(entry + 4) : uint32(entry + 4);
    long field = entry + 4 + fieldBytes;
    boolean fits = count <= fieldBytes / valueBytes;
    long first = fits ? field : start + (big ? uint64(field) : uint32(field));
    if (count < 0 || count > encoded.length() || !encoded.has(first, count * valueBytes)) {
      throw encoded.corrupt(
          "tag %d has %d values from byte %d, beyond its %d bytes"
              .formatted(uint16(entry), count, first, encoded.length()));
    }
    return new Entry(first, (int) count, valueBytes);
  }

  /** The integers of one tag. */
  public final class Entry {

    private final long first;
    private final int count;
    private final int valueBytes;

    private Entry(long first, int count, int valueBytes) {
      this.first = first;
      this.count = count;
      this.valueBytes = valueBytes;
    }

    public int count() {
      return count;
    }

    /** The offset of the first integer in the file. */
    public long offset() {
      return first;
    }

    public long number(int index) throws UnreadableImageException {
      if (index >= count) {
        throw encoded.corrupt("value %d of %d is missing".formatted(index + 1, count));
      }
      long at = first + (long) index * valueBytes;
      return switch (valueBytes) {
        case Byte.BYTES -> encoded.uint8(at);
        case Short.BYTES -> uint16(at);
        case Integer.BYTES -> uint32(at);
        default -> uint64(at);
      };
    }
  }

  private int entryBytes() {
    return big ? 20 : 12;
  }

  private int uint16(long at) throws UnreadableImageException {
    return bigEndian ? encoded.uint16BigEndian(at) : encoded.uint16LittleEndian(at);
  }

  private long uint32(long at) throws UnreadableImageException {
    return bigEndian ? encoded.uint32BigEndian(at) : encoded.uint32LittleEndian(at);
  }

  private long uint64(long at) throws UnreadableImageException {
    return bigEndian
        ? encoded.uint32BigEndian(at) << 32 | encoded.uint32BigEndian(at + 4)
        : encoded.uint32LittleEndian(at) | encoded.uint32LittleEndian(at + 4) << 32;
  }
}

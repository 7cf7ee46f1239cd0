package dev.tagstream.pipeline.image;

/**
 * The first directory of a TIFF structure: of a TIFF or BigTIFF file, or of EXIF metadata inside
 * another file. Offsets count from where the structure begins and are checked at each read.
 */
final class TiffDirectory {

  private static final int CLASSIC_VERSION = 42;
  private static final int BIG_VERSION = 43;
  private static final int TYPE_BYTE = 1;
  private static final int TYPE_SHORT = 3;
  private static final int TYPE_LONG = 4;
  private static final int TYPE_LONG8 = 16;

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
    if (entries < 0 || !encoded.has(firstEntry, Math.min(entries, 1 << 16) * entryBytes())) {
      throw encoded.corrupt(
          "%d directory entries from byte %d do not fit its %d bytes"
              .formatted(entries, firstEntry, encoded.length()));
    }
  }

  /** Reads the directory of the structure that begins with II or MM at {@code start}. */
  static TiffDirectory read(EncodedBytes encoded, long start) throws UnreadableImageException {
    return new TiffDirectory(encoded, start);
  }

  /** The first number of a tag; {@code otherwise} where the tag is absent or holds no integers. */
  long number(int tag, long otherwise) throws UnreadableImageException {
    return number(tag, 0, otherwise);
  }

  /** The number at {@code index} of a tag, or {@code otherwise}. */
  long number(int tag, int index, long otherwise) throws UnreadableImageException {
    long entry = find(tag);
    if (entry < 0 || index >= count(entry)) {
      return otherwise;
    }
    int type = uint16(entry + 2);
    return switch (type) {
      case TYPE_BYTE -> encoded.uint8(valueAt(entry, Byte.BYTES, index));
      case TYPE_SHORT -> uint16(valueAt(entry, Short.BYTES, index));
      case TYPE_LONG -> uint32(valueAt(entry, Integer.BYTES, index));
      case TYPE_LONG8 -> uint64(valueAt(entry, Long.BYTES, index));
      default -> otherwise;
    };
  }

  /** How many numbers a tag holds; 0 where it is absent. */
  long numbers(int tag) throws UnreadableImageException {
    long entry = find(tag);
    return entry < 0 ? 0 : count(entry);
  }

  private long find(int tag) throws UnreadableImageException {
    for (long i = 0; i < entries; i++) {
      long entry = firstEntry + i * entryBytes();
      if (uint16(entry) == tag) {
        return entry;
      }
    }
    return -1;
  }

  private long count(long entry) throws UnreadableImageException {
    return big ? uint64(entry + 4) : uint32(entry + 4);
  }

  /** A value stands in its entry if it fits there, else where the entry points to. */
  private long valueAt(long entry, int valueBytes, int index) throws UnreadableImageException {
    int fieldBytes = big ? Long.BYTES : Integer.BYTES;
    long field = entry + 4 + fieldBytes;
    long first = field;
    if (count(entry) > fieldBytes / valueBytes) {
      first = start + (big ? uint64(field) : uint32(field));
    }
    return first + (long) index * valueBytes;
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

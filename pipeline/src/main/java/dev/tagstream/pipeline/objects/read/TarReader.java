package dev.tagstream.pipeline.objects.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The regular files of a tar archive, in their order, read once from its beginning: ustar, with the
 * long names of GNU and pax. Everything else is skipped. The reader of commons-compress holds a
 * long name of any length in memory, so a few kilobytes of gzip can allocate gigabytes. This reader
 * holds only a header and a name of a few kilobytes.
 */
final class TarReader {

  /**
   * A file of the archive.
   *
   * @param name its path in the archive
   * @param bytes its length
   * @param isSparse whether the archive stores it without its holes
   */
  record Member(String name, long bytes, boolean isSparse) {}

  private static final int BLOCK_BYTES = 512;
  private static final int MAX_NAME_BYTES = 4096;
  private static final int MAX_PAX_BYTES = 64 * 1024;
  private static final int MAX_HEADERS_OF_A_MEMBER = 16;

  private static final char GNU_LONG_NAME = 'L';
  private static final char GNU_SPARSE = 'S';
  private static final char PAX = 'x';
  private static final int GNU_IS_EXTENDED_AT = 482;
  private static final int GNU_MORE_IS_EXTENDED_AT = 504;

  private final InputStream archive;
  private final byte[] header = new byte[BLOCK_BYTES];

  private long headers;
  private long left;
  private long padding;

  /** The member's name from an extension header; null if there was none. */
  private @Nullable String longName;

  private Map<String, String> pax = Map.of();

  TarReader(InputStream archive) {
    this.archive = archive;
  }

  /**
   * Goes to the next file.
   *
   * @return null at the end
   * @throws MalformedObjectException if the archive is broken here
   */
  @Nullable Member next() throws IOException {
    longName = null;
    pax = Map.of();
    for (int before = 0; ; before++) {
      skipContent();
      if (!readHeader()) {
        return null;
      }
      if (before == MAX_HEADERS_OF_A_MEMBER && isAboutTheNext()) {
        throw malformed("has more than %d headers for one member".formatted(before));
      }
      beginContent(number(124, 12));
      switch (type()) {
        case GNU_LONG_NAME -> longName = text(content(MAX_NAME_BYTES));
        case PAX -> pax = paxRecords(content(MAX_PAX_BYTES));
        case '0', '7', '\0', GNU_SPARSE -> {
          return member();
        }
        default -> {
          // a folder, a link or a device: the extension headers before it belong to it
          if (type() != 'g' && type() != 'K') {
            longName = null;
            pax = Map.of();
            before = -1;
          }
        }
      }
    }
  }

  /** The bytes of the current member, to its end. Do not close the stream. */
  InputStream content() {
    return new Content();
  }

  private char type() {
    return (char) (header[156] & 0xFF);
  }

  private boolean isAboutTheNext() {
    return type() == GNU_LONG_NAME || type() == PAX || type() == 'g' || type() == 'K';
  }

  private Member member() throws IOException {
    boolean isGnuSparse = type() == GNU_SPARSE;
    if (isGnuSparse) {
      skipSparseHeaders();
    }
    String size = pax.get("size");
    if (size != null) {
      beginContent(wholeNumber(size));
    }
    boolean isSparse =
        isGnuSparse || pax.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
    String name = pax.getOrDefault("path", longName == null ? ustarName() : longName);
    return new Member(name, left, isSparse);
  }

  private void skipSparseHeaders() throws IOException {
    boolean more = header[GNU_IS_EXTENDED_AT] != 0;
    byte[] block = new byte[BLOCK_BYTES];
    while (more) {
      if (archive.readNBytes(block, 0, BLOCK_BYTES) < BLOCK_BYTES) {
        throw malformed("ends within the headers of a sparse member");
      }
      more = block[GNU_MORE_IS_EXTENDED_AT] != 0;
    }
  }

  private String ustarName() {
    String name = text(header, 0, 100);
    boolean isUstar = text(header, 257, 6).equals("ustar");
    String prefix = isUstar ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** Reads the next header; returns false at a block of zeros and at the end of the file. */
  private boolean readHeader() throws IOException {
    int read = archive.readNBytes(header, 0, BLOCK_BYTES);
    if (read == 0 || (read == BLOCK_BYTES && isZero())) {
      return false;
    }
    headers++;
    if (read < BLOCK_BYTES) {
      throw malformed("ends within a header");
    }
    if (number(148, 8) != checksum()) {
      throw malformed("has a header whose checksum is wrong");
    }
    return true;
  }

  private boolean isZero() {
    for (byte b : header) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private long checksum() {
    long sum = 0;
    for (int i = 0; i < BLOCK_BYTES; i++) {
      boolean isChecksum = i >= 148 && i < 156;
      sum += isChecksum ? ' ' : header[i] & 0xFF;
    }
    return sum;
  }

  private void beginContent(long bytes) {
    left = bytes;
    padding = Math.floorMod(-bytes, (long) BLOCK_BYTES);
  }

  private void skipContent() throws IOException {
    long rest = left + padding;
    left = 0;
    padding = 0;
    if (rest < 0) {
      throw malformed("has a member that no archive can hold");
    }
    try {
      archive.skipNBytes(rest);
    } catch (EOFException early) {
      throw malformed("ends within a member");
    }
  }

  private byte[] content(int maxBytes) throws IOException {
    if (left > maxBytes) {
      throw malformed("has a header of %d bytes but may have %d".formatted(left, maxBytes));
    }
    byte[] bytes = new byte[(int) left];
    if (content().readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw malformed("ends within a header");
    }
    return bytes;
  }

  /**
   * A number in octal digits or, if the first bit is set, in GNU's format for large numbers:
   * big-endian bytes.
   */
  private long number(int at, int length) throws IOException {
    if ((header[at] & 0x80) != 0) {
      long value = header[at] & 0x7F;
      for (int i = at + 1; i < at + length; i++) {
        if (value >> 55 != 0) {
          throw malformed("has a number above 2^63");
        }
        value = (value << 8) | (header[i] & 0xFF);
      }
      return value;
    }
    String digits = text(header, at, length).strip();
    try {
      return digits.isEmpty() ? 0 : Math.max(0, Long.parseLong(digits, 8));
    } catch (NumberFormatException notOctal) {
      throw malformed("has a number '%s' that is not octal".formatted(digits));
    }
  }

  private long wholeNumber(String digits) throws IOException {
    try {
      return Math.max(0, Long.parseLong(digits));
    } catch (NumberFormatException notDecimal) {
      throw malformed("has a size '%s'".formatted(digits));
    }
  }

  /** Reads records of the form {@code LENGTH KEY=VALUE\n}. */
  private Map<String, String> paxRecords(byte[] bytes) throws IOException {
    Map<String, String> records = new HashMap<>();
    int at = 0;
    while (at < bytes.length) {
      int space = at;
      while (space < bytes.length && bytes[space] != ' ') {
        space++;
      }
      long length = wholeNumber(new String(bytes, at, space - at, UTF_8));
      int end = (int) Math.min(bytes.length, at + length);
      if (end <= space + 1) {
        throw malformed("has a pax header that is broken");
      }
      String record = new String(bytes, space + 1, end - space - 2, UTF_8);
      int equals = record.indexOf('=');
      if (equals > 0) {
        records.put(record.substring(0, equals), record.substring(equals + 1));
      }
      at = end;
    }
    return records;
  }

  private static String text(byte[] bytes) {
    return text(bytes, 0, bytes.length);
  }

  /** A text that ends at the first zero byte. */
  private static String text(byte[] bytes, int at, int length) {
    int end = at;
    while (end < at + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, at, end - at, UTF_8);
  }

  private MalformedObjectException malformed(String problem) {
    return new MalformedObjectException(
        "the tar archive %s (header %d)".formatted(problem, headers));
  }

  private final class Content extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = archive.read(bytes, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw malformed("ends within a member");
      }
      left -= read;
      return read;
    }
  }
}

package dev.tagstream.pipeline.image;

import java.nio.charset.StandardCharsets;

/** An encoded image as its header readers see it: no read leaves it. */
final class EncodedBytes {

  private final String formatName;
  private final byte[] bytes;

  /**
   * @param formatName what errors call the file
   * @param bytes the whole file, not copied
   */
  EncodedBytes(String formatName, byte[] bytes) {
    this.formatName = formatName;
    this.bytes = bytes;
  }

  int length() {
    return bytes.length;
  }

  byte[] array() {
    return bytes;
  }

  /** Whether {@code count} bytes from {@code offset} on lie within the file. */
  boolean has(long offset, long count) {
    return offset >= 0 && count >= 0 && offset <= bytes.length && count <= bytes.length - offset;
  }

  int uint8(long offset) throws UnreadableImageException {
    require(offset, 1);
    return bytes[(int) offset] & 0xFF;
  }

  int uint16BigEndian(long offset) throws UnreadableImageException {
    require(offset, 2);
    int at = (int) offset;
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  int uint16LittleEndian(long offset) throws UnreadableImageException {
    return Short.toUnsignedInt(Short.reverseBytes((short) uint16BigEndian(offset)));
  }

  int uint24LittleEndian(long offset) throws UnreadableImageException {
    return uint16LittleEndian(offset) | uint8(offset + 2) << 16;
  }

  int int32BigEndian(long offset) throws UnreadableImageException {
    return uint16BigEndian(offset) << 16 | uint16BigEndian(offset + 2);
  }

  int int32LittleEndian(long offset) throws UnreadableImageException {
    return Integer.reverseBytes(int32BigEndian(offset));
  }

  long uint32BigEndian(long offset) throws UnreadableImageException {
    return Integer.toUnsignedLong(int32BigEndian(offset));
  }

  long uint32LittleEndian(long offset) throws UnreadableImageException {
    return Integer.toUnsignedLong(int32LittleEndian(offset));
  }

  /** Whether the file holds these ASCII characters at {@code offset}. */
  boolean hasAscii(long offset, String characters) {
    byte[] expected = characters.getBytes(StandardCharsets.ISO_8859_1);
    if (!has(offset, expected.length)) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (bytes[(int) offset + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** The file breaks a rule of its format. */
  UnreadableImageException corrupt(String what) {
    return new UnreadableImageException(RejectReason.CORRUPT_IMAGE, formatName + ": " + what);
  }

  /** The file is of a kind that is not decoded. */
  UnreadableImageException unsupported(String what) {
    return new UnreadableImageException(RejectReason.UNSUPPORTED_FORMAT, formatName + ": " + what);
  }

  private void require(long offset, int count) throws UnreadableImageException {
    if (!has(offset, count)) {
      throw corrupt(
          "%d bytes long but its header continues at byte %d".formatted(bytes.length, offset));
    }
  }
}

package dev.tagstream.pipeline.image.format;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** The bytes of an encoded image for header readers; no read leaves the file. */
public final class EncodedBytes {

  private final String formatName;
  private final byte[] array;
  private final int start;
  private final int length;

  /**
   * @param formatName the file's name in errors
   * @param file all of it, not copied
   */
  public EncodedBytes(String formatName, ByteRange file) {
    this.formatName = formatName;
    this.array = file.array();
    this.start = file.offset();
    this.length = file.length();
  }

  public int length() {
    return length;
  }

  /** The array that contains the file, among other things. */
  public byte[] array() {
    return array;
  }

  /** The index in the array of the file's byte {@code offset}, which must lie within the file. */
  public int indexOf(long offset) {
    return start + Math.toIntExact(offset);
  }

  /** Whether {@code count} bytes from {@code offset} on lie within the file. */
  public boolean has(long offset, long count) {
    return offset >= 0 && count >= 0 && offset <= length && count <= length - offset;
  }

  public int uint8(long offset) throws UnreadableImageException {
    require(offset, 1);
    return array[start + (int) offset] & 0xFF;
  }

  public int uint16BigEndian(long offset) throws UnreadableImageException {
    require(offset, 2);
    int at = start + (int) offset;
    return (array[at] & 0xFF) << 8 | (array[at + 1] & 0xFF);
  }

  public int uint16LittleEndian(long offset) throws UnreadableImageException {
    return Short.toUnsignedInt(Short.reverseBytes((short) uint16BigEndian(offset)));
  }

  public int uint24LittleEndian(long offset) throws UnreadableImageException {
    return uint16LittleEndian(offset) | uint8(offset + 2) << 16;
  }

  public int int32BigEndian(long offset) throws UnreadableImageException {
    return uint16BigEndian(offset) << 16 | uint16BigEndian(offset + 2);
  }

  public int int32LittleEndian(long offset) throws UnreadableImageException {
    return Integer.reverseBytes(int32BigEndian(offset));
  }

  public long uint32BigEndian(long offset) throws UnreadableImageException {
    return Integer.toUnsignedLong(int32BigEndian(offset));
  }

  public long uint32LittleEndian(long offset) throws UnreadableImageException {
    return Integer.toUnsignedLong(int32LittleEndian(offset));
  }

  /** Copies {@code count} bytes from {@code offset} on, which must lie within the file. */
  public void copy(long offset, byte[] into, int count) {
    System.arraycopy(array, indexOf(offset), into, 0, count);
  }

  /** Whether the file holds these ASCII characters at {@code offset}. */
  public boolean hasAscii(long offset, String characters) {
    if (!has(offset, characters.length())) {
      return false;
    }
    for (int i = 0; i < characters.length(); i++) {
      if (array[start + (int) offset + i] != characters.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Another file that replaces this one. */
  public EncodedBytes replacedBy(byte[] file) {
    return new EncodedBytes(formatName, ByteRange.of(file));
  }

  /** The exception for a file that breaks a rule of its format. */
  public UnreadableImageException corrupt(String what) {
    return new UnreadableImageException(RejectReason.CORRUPT_IMAGE, formatName + ": " + what);
  }

  /** The exception for a truncated file. */
  public UnreadableImageException truncated(String what) {
    return new UnreadableImageException(RejectReason.TRUNCATED_IMAGE, formatName + ": " + what);
  }

  /** The exception for a file of a kind that is not decoded. */
  public UnreadableImageException unsupported(String what) {
    return new UnreadableImageException(RejectReason.UNSUPPORTED_FORMAT, formatName + ": " + what);
  }

  private void require(long offset, int count) throws UnreadableImageException {
    if (!has(offset, count)) {
      throw corrupt("%d bytes long but its header continues at byte %d".formatted(length, offset));
    }
  }
}

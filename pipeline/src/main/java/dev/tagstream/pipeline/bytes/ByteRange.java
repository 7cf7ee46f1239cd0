package dev.tagstream.pipeline.bytes;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A range of bytes in an array, which may hold much else. The range keeps the whole array alive, so
 * copy a range that you keep for long. Nobody may write to the array any more.
 */
@TypeInfo(ByteRangeTypeFactory.class)
public final class ByteRange {

  private final byte[] array;
  private final int offset;
  private final int length;

  private ByteRange(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** The whole array; it is not copied and must not change. */
  public static ByteRange of(byte[] array) {
    return new ByteRange(array, 0, array.length);
  }

  /**
   * The remaining bytes of a buffer. Its array is not copied and must not change; a buffer without
   * an array is copied.
   */
  public static ByteRange of(ByteBuffer buffer) {
    if (buffer.hasArray()) {
      int offset = buffer.arrayOffset() + buffer.position();
      return new ByteRange(buffer.array(), offset, buffer.remaining());
    }
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return of(copy);
  }

  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  /** The array that contains the range; do not write to it. */
  public byte[] array() {
    return array;
  }

  /** The index of the first byte in the array. */
  public int offset() {
    return offset;
  }

  /** The byte at an index, counted from 0. */
  public byte get(int index) {
    return array[offset + Objects.checkIndex(index, length)];
  }

  /** Whether both ranges keep the same array alive. */
  public boolean sharesArrayWith(ByteRange other) {
    return array == other.array;
  }

  /** A read-only buffer of the same array. */
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(array, offset, length);
  }

  /** Two ranges are equal if their bytes are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ByteRange that && asBuffer().equals(that.asBuffer());
  }

  @Override
  public int hashCode() {
    return asBuffer().hashCode();
  }

  @Override
  public String toString() {
    return length + " bytes";
  }
}

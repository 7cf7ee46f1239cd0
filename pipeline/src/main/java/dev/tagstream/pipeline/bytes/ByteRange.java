package dev.tagstream.pipeline.bytes;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * Bytes that lie one after another in an array, which may hold much else: it is kept alive by them
 * all, so whoever keeps one for long copies it. Nobody writes to the array any more.
 */
@TypeInfo(ByteRangeType.Factory.class)
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

  /** All of an array, which is not copied and must not change. */
  public static ByteRange of(byte[] array) {
    return new ByteRange(array, 0, array.length);
  }

  /**
   * What a buffer has left. Its array is not copied and must not change; only of a buffer without
   * one the bytes are.
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

  /** The array that they lie in, not to be written to. */
  public byte[] array() {
    return array;
  }

  /** Where in the array they begin. */
  public int offset() {
    return offset;
  }

  /** One of them, 0 being the first. */
  public byte get(int index) {
    return array[offset + Objects.checkIndex(index, length)];
  }

  /** Whether both keep the same array alive. */
  public boolean sharesArrayWith(ByteRange other) {
    return array == other.array;
  }

  /** They as a buffer of the same array, not to be written to. */
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(array, offset, length);
  }

  /** Two ranges of the same bytes are equal, wherever they lie. */
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

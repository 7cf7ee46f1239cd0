package dev.tagstream.pipeline;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Changes bytes without knowing what they mean. The same random numbers make the same changes. */
public final class ByteMutator {

  /** At the edges of numbers of 8, 16, 32 and 64 bits, signed or not. */
  private static final long[] EDGES = {
    0,
    1,
    2,
    0x7F,
    0x80,
    0xFF,
    0x100,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x10000,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0xFFFF_FFFFL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1
  };

  private final Random random;

  public ByteMutator(Random random) {
    this.random = random;
  }

  /** Changed by one of many operations; possibly the same array. */
  public byte[] changed(byte[] bytes) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    int end = at + Math.min(bytes.length - at, 1 + random.nextInt(64));
    switch (random.nextInt(7)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> setNumber(bytes, at);
      case 3 -> setNumber(bytes, random.nextInt(Math.min(bytes.length, 100)));
      case 4 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 5 -> {
        return replaced(bytes, at, end, new byte[0]);
      }
      default -> {
        return replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      }
    }
    return bytes;
  }

  /** Sets a number of 8 to 64 bits, in either byte order, to an edge. */
  public void setNumber(byte[] bytes, int at) {
    long edge = EDGES[random.nextInt(EDGES.length)];
    boolean bigEndian = random.nextBoolean();
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes)
            .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
            .position(at);
    int width = Math.min(1 << random.nextInt(4), bytes.length - at);
    switch (width) {
      case Long.BYTES -> buffer.putLong(edge);
      case 4, 5, 6, 7 -> buffer.putInt((int) edge);
      case 2, 3 -> buffer.putShort((short) edge);
      default -> buffer.put((byte) edge);
    }
  }

  /** The beginning of one and the end of another. */
  public byte[] spliced(byte[] first, byte[] second) {
    int end = random.nextInt(first.length + 1);
    int begin = random.nextBoolean() ? 0 : random.nextInt(second.length + 1);
    return replaced(first, end, first.length, Arrays.copyOfRange(second, begin, second.length));
  }

  /** With other bytes in the place of those from {@code begin} to {@code end}. */
  public byte[] replaced(byte[] bytes, int begin, int end, byte[] replacement) {
    byte[] replaced = new byte[bytes.length - (end - begin) + replacement.length];
    System.arraycopy(bytes, 0, replaced, 0, begin);
    System.arraycopy(replacement, 0, replaced, begin, replacement.length);
    int behind = begin + replacement.length;
    System.arraycopy(bytes, end, replaced, behind, bytes.length - end);
    return replaced;
  }
}

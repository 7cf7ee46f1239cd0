package dev.tagstream.schemas.codec;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary decoder over an array, which believes no length: what a message declares must lie
 * in what is left of it, before anything is allocated. Strings must be UTF-8.
 */
final class BoundedDecoder extends Decoder {

  private static final char REPLACEMENT = '\uFFFD';

  private BinaryDecoder binary = DecoderFactory.get().binaryDecoder(new byte[0], null);

  /** Goes to {@code offset} of a message. */
  void reset(byte[] message, int offset) {
    binary = DecoderFactory.get().binaryDecoder(message, offset, message.length - offset, binary);
  }

  /** Checks that the message has been read to its end. */
  void requireEnd() throws IOException {
    if (!binary.isEnd()) {
      throw new AvroRuntimeException("%d bytes are left after it".formatted(remaining()));
    }
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    return binary.readBoolean();
  }

  @Override
  public int readInt() throws IOException {
    return binary.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return binary.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return binary.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return binary.readDouble();
  }

  @Override
  public Utf8 readString(@Nullable Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    byte[] bytes = readLengthAndBytes();
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      requireUtf8(bytes);
    }
    return text;
  }

  @Override
  public void skipString() throws IOException {
    skipBytes();
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
    return ByteBuffer.wrap(readLengthAndBytes());
  }

  @Override
  public void skipBytes() throws IOException {
    binary.skipFixed(readLength());
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    binary.readFixed(bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    binary.skipFixed(length);
  }

  @Override
  public int readEnum() throws IOException {
    return binary.readEnum();
  }

  @Override
  public long readArrayStart() throws IOException {
    return within(binary.readArrayStart(), "items");
  }

  @Override
  public long arrayNext() throws IOException {
    return within(binary.arrayNext(), "items");
  }

  /** Leaves the items to be skipped one by one: a block's declared size could lead backwards. */
  @Override
  public long skipArray() throws IOException {
    return readArrayStart();
  }

  @Override
  public long readMapStart() throws IOException {
    return within(binary.readMapStart(), "entries");
  }

  @Override
  public long mapNext() throws IOException {
    return within(binary.mapNext(), "entries");
  }

  /** As {@link #skipArray}. */
  @Override
  public long skipMap() throws IOException {
    return readMapStart();
  }

  @Override
  public int readIndex() throws IOException {
    return binary.readIndex();
  }

  private byte[] readLengthAndBytes() throws IOException {
    byte[] bytes = new byte[readLength()];
    binary.readFixed(bytes);
    return bytes;
  }

  private int readLength() throws IOException {
    return (int) within(binary.readLong(), "bytes");
  }

  /** Every item takes at least a byte, so there are no more of them than bytes left. */
  private long within(long declared, String what) throws IOException {
    if (declared < 0 || declared > remaining()) {
      throw new EOFException(
          "%d %s are declared but %d bytes are left".formatted(declared, what, remaining()));
    }
    return declared;
  }

  private int remaining() throws IOException {
    return binary.inputStream().available();
  }

  private static void requireUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException malformed) {
      throw new AvroRuntimeException("a string is not UTF-8", malformed);
    }
  }
}

package dev.tagstream.schemas.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * Avro's binary decoder over an array, for untrusted input: every declared length must fit into the
 * remaining bytes before memory is allocated. Strings must be UTF-8.
 */
final class BoundedDecoder extends Decoder {

  private static final char REPLACEMENT = '\uFFFD';

  private byte[] array = {};
  private int end;
  private long undeclaredItems;
  private BinaryDecoder binary = DecoderFactory.get().binaryDecoder(array, null);

  /** Moves to the {@code length} bytes of an array from {@code offset} on. */
  void reset(byte[] array, int offset, int length) {
    this.array = array;
    this.end = offset + length;
    this.undeclaredItems = length;
    binary = DecoderFactory.get().binaryDecoder(array, offset, length, binary);
  }

  /** Checks that the message has been read to its end. */
  void requireEnd() throws IOException {
    if (!binary.isEnd()) {
      throw new AvroRuntimeException("%d bytes are left after it".formatted(remaining()));
    }
  }

  /** Checks that the message has so many bytes left, before anybody makes room for them. */
  void requireLeft(int bytes) {
    try {
      if (bytes > remaining()) {
        throw new AvroRuntimeException(
            "%d bytes are left but %d are needed".formatted(remaining(), bytes));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
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
    int length = readLength();
    int offset = skip(length);
    String text = new String(array, offset, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      requireUtf8(ByteBuffer.wrap(array, offset, length));
    }
    return text;
  }

  @Override
  public void skipString() throws IOException {
    skipBytes();
  }

  /** The bytes as a slice of the message. */
  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
    int length = readLength();
    return ByteBuffer.wrap(array, skip(length), length).slice();
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
    return items(binary.readArrayStart(), "items");
  }

  @Override
  public long arrayNext() throws IOException {
    return items(binary.arrayNext(), "items");
  }

  /** Makes the caller skip items one by one: a block's declared size could lead backwards. */
  @Override
  public long skipArray() throws IOException {
    return readArrayStart();
  }

  @Override
  public long readMapStart() throws IOException {
    return items(binary.readMapStart(), "entries");
  }

  @Override
  public long mapNext() throws IOException {
    return items(binary.mapNext(), "entries");
  }

  /** Skips a block of entries, like {@link #skipArray} for items. */
  @Override
  public long skipMap() throws IOException {
    return readMapStart();
  }

  @Override
  public int readIndex() throws IOException {
    return binary.readIndex();
  }

  /** Advances by so many bytes, which must be left; returns their index in the array. */
  private int skip(int length) throws IOException {
    int offset = end - remaining();
    binary.skipFixed(length);
    return offset;
  }

  private int readLength() throws IOException {
    return (int) within(binary.readLong(), "bytes");
  }

  /**
   * Every item takes at least a byte, so all blocks of a message together have at most as many
   * items as the message has bytes.
   */
  private long items(long declared, String what) throws IOException {
    within(declared, what);
    undeclaredItems -= declared;
    if (undeclaredItems < 0) {
      throw new EOFException("more %s are declared than the message has bytes".formatted(what));
    }
    return declared;
  }

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

  private static void requireUtf8(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
    } catch (CharacterCodingException malformed) {
      throw new AvroRuntimeException("a string is not UTF-8", malformed);
    }
  }
}

package dev.tagstream.schemas.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records in single-object encoding from anybody: whatever the bytes, it answers with a
 * record or an exception and takes no more memory than they have.
 *
 * <p>Avro's {@link org.apache.avro.message.BinaryMessageDecoder} does the same for senders one can
 * trust: it allocates whatever length a message declares and does not look behind the record.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <T> the generated record
 */
public final class SingleObjectDecoder<T extends SpecificRecord> {

  /** What every message begins with, then comes the fingerprint. */
  private static final byte[] MARKER = {(byte) 0xC3, 0x01};

  private static final int HEADER_BYTES = MARKER.length + Long.BYTES;

  private final SpecificData data;
  private final Schema schema;
  private final SchemaStore writers;
  private final Map<Long, SpecificDatumReader<T>> readers = new HashMap<>();
  private final BoundedDecoder body = new BoundedDecoder();

  private SingleObjectDecoder(SpecificData data, Schema schema, SchemaStore writers) {
    this.data = data;
    this.schema = schema;
    this.writers = writers;
  }

  /**
   * A decoder of messages that were written with the schema of {@code type} or with one of {@code
   * otherWriters}, older or newer.
   */
  public static <T extends SpecificRecord> SingleObjectDecoder<T> of(
      Class<T> type, Schema... otherWriters) {
    SpecificData data = SpecificData.getForClass(type);
    Schema schema = data.getSchema(type);
    SchemaStore.Cache writers = new SchemaStore.Cache();
    writers.addSchema(schema);
    for (Schema writer : otherWriters) {
      writers.addSchema(writer);
    }
    return new SingleObjectDecoder<>(data, schema, writers);
  }

  /**
   * Reads one message.
   *
   * @param message all of its bytes; not kept
   * @throws MalformedMessageException if it is not one record in single-object encoding, ends too
   *     soon or goes on after its end
   * @throws UnknownSchemaException if it was written with a schema this decoder was not given
   */
  public T decode(byte[] message) throws MalformedMessageException, UnknownSchemaException {
    if (message.length < HEADER_BYTES || message[0] != MARKER[0] || message[1] != MARKER[1]) {
      throw new MalformedMessageException(
          "a message begins with C3 01 and 8 bytes of fingerprint but these are %s"
              .formatted(beginning(message)));
    }
    long fingerprint =
        ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getLong(MARKER.length);
    SpecificDatumReader<T> reader = reader(fingerprint);
    body.reset(message, HEADER_BYTES);
    try {
      T record = reader.read(null, body);
      body.requireEnd();
      return record;
    } catch (IOException | RuntimeException malformed) {
      // bytes that lie meet many different exceptions inside Avro
      throw new MalformedMessageException(
          "the %s cannot be read: %s".formatted(schema.getName(), firstLine(malformed)));
    }
  }

  private SpecificDatumReader<T> reader(long fingerprint) throws UnknownSchemaException {
    SpecificDatumReader<T> known = readers.get(fingerprint);
    if (known != null) {
      return known;
    }
    @Nullable Schema writer = writers.findByFingerprint(fingerprint);
    if (writer == null) {
      throw new UnknownSchemaException(fingerprint);
    }
    SpecificDatumReader<T> reader = new SpecificDatumReader<>(writer, schema, data);
    readers.put(fingerprint, reader);
    return reader;
  }

  private static String beginning(byte[] message) {
    StringBuilder hexadecimal = new StringBuilder();
    for (int i = 0; i < Math.min(message.length, HEADER_BYTES); i++) {
      hexadecimal.append("%02X ".formatted(message[i]));
    }
    return hexadecimal + "(%d bytes)".formatted(message.length);
  }

  private static String firstLine(Exception exception) {
    return String.valueOf(exception.getMessage()).lines().findFirst().orElse("").strip();
  }
}

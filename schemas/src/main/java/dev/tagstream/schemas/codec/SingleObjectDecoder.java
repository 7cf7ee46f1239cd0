package dev.tagstream.schemas.codec;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records in single-object encoding from untrusted senders: for any bytes it returns a record
 * or throws an exception, and uses no more memory than their length.
 *
 * <p>Avro's {@link org.apache.avro.message.BinaryMessageDecoder} is for trusted senders: it
 * allocates whatever length a message declares and ignores bytes behind the record.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <T> the generated record
 */
public final class SingleObjectDecoder<T extends SpecificRecord> {

  private final Class<T> type;
  private final SchemaStore writers;
  private final Map<Long, RecordDecoder<T>> decoders = new HashMap<>();

  private SingleObjectDecoder(Class<T> type, SchemaStore writers) {
    this.type = type;
    this.writers = writers;
  }

  /**
   * A decoder for messages in any released version of the schema of {@code type}, or in one of
   * {@code otherWriters}, older or newer.
   */
  public static <T extends SpecificRecord> SingleObjectDecoder<T> of(
      Class<T> type, Schema... otherWriters) {
    SchemaStore.Cache writers = new SchemaStore.Cache();
    ReleasedSchemas.of(type).forEach(writers::addSchema);
    for (Schema writer : otherWriters) {
      writers.addSchema(writer);
    }
    return new SingleObjectDecoder<>(type, writers);
  }

  /**
   * Reads one message that fills an array.
   *
   * @see #decode(byte[], int, int)
   */
  public T decode(byte[] message) throws MalformedMessageException, UnknownSchemaException {
    return decode(message, 0, message.length);
  }

  /**
   * Reads one message. Fields of the type bytes are not copied: they are slices of the array, keep
   * it alive, and it must not change.
   *
   * @param array contains the message
   * @param offset of the message
   * @param length of the message, in bytes
   * @throws MalformedMessageException if it is not exactly one record in single-object encoding
   * @throws UnknownSchemaException if it was written with a schema that this decoder does not have
   */
  public T decode(byte[] array, int offset, int length)
      throws MalformedMessageException, UnknownSchemaException {
    return decoder(SingleObjectHeader.fingerprint(array, offset, length))
        .decode(array, offset + SingleObjectHeader.BYTES, length - SingleObjectHeader.BYTES);
  }

  private RecordDecoder<T> decoder(long fingerprint) throws UnknownSchemaException {
    RecordDecoder<T> known = decoders.get(fingerprint);
    if (known != null) {
      return known;
    }
    @Nullable Schema writer = writers.findByFingerprint(fingerprint);
    if (writer == null) {
      boolean isReversed = writers.findByFingerprint(Long.reverseBytes(fingerprint)) != null;
      throw isReversed
          ? UnknownSchemaException.reversed(fingerprint)
          : new UnknownSchemaException(fingerprint);
    }
    RecordDecoder<T> decoder = RecordDecoder.of(type, writer);
    decoders.put(fingerprint, decoder);
    return decoder;
  }
}

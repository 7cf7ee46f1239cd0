package dev.tagstream.schemas.codec;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of one writer schema, without a header before them, from untrusted senders: for any
 * bytes it returns a record or throws an exception, and uses no more memory than their length
 * justifies.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <T> the records
 */
public final class RecordDecoder<T> {

  private static final byte[] NO_BYTES = {};

  private final String name;
  private final DatumReader<T> reader;
  private final BoundedDecoder body;

  private RecordDecoder(String name, DatumReader<T> reader, BoundedDecoder body) {
    this.name = name;
    this.reader = reader;
    this.body = body;
  }

  /**
   * A decoder of a generated record, written with {@code writer}, which it must be able to read.
   */
  public static <T extends SpecificRecord> RecordDecoder<T> of(Class<T> type, Schema writer) {
    SpecificData data = SpecificData.getForClass(type);
    Schema schema = data.getSchema(type);
    TrustedRecords.trust(schema);
    return new RecordDecoder<>(
        schema.getName(), new SpecificDatumReader<>(writer, schema, data), new BoundedDecoder());
  }

  /**
   * A decoder of records as they were written, whatever their schema.
   *
   * @throws IllegalArgumentException if the schema is not a record's
   */
  public static RecordDecoder<GenericRecord> generic(Schema writer) {
    if (writer.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "the schema must be a record's but is of type " + writer.getType().getName());
    }
    BoundedDecoder body = new BoundedDecoder();
    GenericData data = new BoundedData(body);
    return new RecordDecoder<>(
        writer.getName(), new GenericDatumReader<>(writer, writer, data), body);
  }

  /** Makes no room for a fixed field that the message is too short for. */
  private static final class BoundedData extends GenericData {

    private final BoundedDecoder body;

    BoundedData(BoundedDecoder body) {
      this.body = body;
    }

    @Override
    public Object createFixed(@Nullable Object old, Schema schema) {
      body.requireLeft(schema.getFixedSize());
      return super.createFixed(old, schema);
    }
  }

  /**
   * Reads one record. Fields of the type bytes are not copied: they are slices of the array, keep
   * it alive, and it must not change.
   *
   * @param array contains the record
   * @param offset of the record
   * @param length of the record, in bytes
   * @throws MalformedMessageException if these bytes are not exactly one record
   */
  public T decode(byte[] array, int offset, int length) throws MalformedMessageException {
    body.reset(array, offset, length);
    try {
      T record = reader.read(null, body);
      body.requireEnd();
      return record;
    } catch (IOException | RuntimeException malformed) {
      // bytes that lie meet many different exceptions inside Avro
      throw unreadable(firstLine(malformed));
    } catch (StackOverflowError nested) {
      // a schema that contains itself allows any depth
      throw unreadable("it is nested too deeply");
    } finally {
      body.reset(NO_BYTES, 0, 0);
    }
  }

  private MalformedMessageException unreadable(String detail) {
    return new MalformedMessageException("the %s cannot be read: %s".formatted(name, detail));
  }

  private static String firstLine(Exception exception) {
    return String.valueOf(exception.getMessage()).lines().findFirst().orElse("").strip();
  }
}

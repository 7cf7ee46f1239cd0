package dev.tagstream.schemas.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes records with the schema they were generated from, behind a header, such as the frame of a
 * schema registry.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <T> the generated record
 */
public final class RecordEncoder<T extends SpecificRecord> {

  private final byte[] header;
  private final SpecificDatumWriter<T> writer;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  private @Nullable BinaryEncoder body;

  private RecordEncoder(byte[] header, SpecificDatumWriter<T> writer) {
    this.header = header;
    this.writer = writer;
  }

  /**
   * An encoder for the records of a type.
   *
   * @param header the first bytes of every message, may be empty; not copied
   */
  public static <T extends SpecificRecord> RecordEncoder<T> of(Class<T> type, byte[] header) {
    SpecificData data = SpecificData.getForClass(type);
    Schema schema = data.getSchema(type);
    TrustedRecords.trust(schema);
    return new RecordEncoder<>(header, new SpecificDatumWriter<>(schema, data));
  }

  /** The record as a message; the caller owns the array. */
  public byte[] encode(T record) {
    message.reset();
    message.writeBytes(header);
    try {
      body = EncoderFactory.get().binaryEncoder(message, body);
      writer.write(record, body);
      body.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory cannot fail to be written", impossible);
    }
    return message.toByteArray();
  }
}

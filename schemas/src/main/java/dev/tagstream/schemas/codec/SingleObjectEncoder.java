package dev.tagstream.schemas.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes records in single-object encoding, with the schema they were generated from.
 *
 * @param <T> the generated record
 */
public final class SingleObjectEncoder<T extends SpecificRecord> {

  private final BinaryMessageEncoder<T> encoder;

  private SingleObjectEncoder(BinaryMessageEncoder<T> encoder) {
    this.encoder = encoder;
  }

  public static <T extends SpecificRecord> SingleObjectEncoder<T> of(Class<T> type) {
    SpecificData data = SpecificData.getForClass(type);
    Schema schema = data.getSchema(type);
    TrustedRecords.trust(schema);
    return new SingleObjectEncoder<>(new BinaryMessageEncoder<>(data, schema));
  }

  /** The record as a message; the caller owns the array. */
  public byte[] encode(T message) {
    try {
      // a copying encoder wraps an array of exactly the message
      return encoder.encode(message).array();
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory cannot fail to be written", impossible);
    }
  }
}

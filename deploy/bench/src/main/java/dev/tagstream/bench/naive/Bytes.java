package dev.tagstream.bench.naive;

import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;

/** A schema for raw bytes, which it does not encode or decode. */
final class Bytes extends AbstractDeserializationSchema<byte[]>
    implements SerializationSchema<byte[]> {

  private static final long serialVersionUID = 1L;

  @Override
  public byte[] deserialize(byte[] message) {
    return message;
  }

  @Override
  public byte[] serialize(byte[] message) {
    return message;
  }
}

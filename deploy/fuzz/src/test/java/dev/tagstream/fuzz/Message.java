package dev.tagstream.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** Messages in single-object encoding whose bodies are anything. */
public final class Message {

  private static final byte[] MARKER = {(byte) 0xC3, 0x01};

  private Message() {}

  /** The body with marker and fingerprint before it, so that no fuzzer has to find them. */
  public static byte[] of(Schema schema, byte[] body) {
    return ByteBuffer.allocate(MARKER.length + Long.BYTES + body.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MARKER)
        .putLong(SchemaNormalization.parsingFingerprint64(schema))
        .put(body)
        .array();
  }
}

package dev.tagstream.schemas.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** The first bytes of a message in single-object encoding: C3 01 and the schema's fingerprint. */
public final class SingleObjectHeader {

  private static final byte[] MARKER = {(byte) 0xC3, 0x01};

  /** The length of a header. */
  public static final int BYTES = MARKER.length + Long.BYTES;

  private SingleObjectHeader() {}

  /** The header of messages of a schema. */
  public static byte[] of(Schema schema) {
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MARKER)
        .putLong(SchemaNormalization.parsingFingerprint64(schema))
        .array();
  }

  /**
   * The fingerprint in a message's header.
   *
   * @param array contains the message
   * @param offset of the message
   * @param length of the message, in bytes
   * @throws MalformedMessageException if the message does not begin with a header
   */
  public static long fingerprint(byte[] array, int offset, int length)
      throws MalformedMessageException {
    ByteBuffer message =
        ByteBuffer.wrap(array, offset, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    if (length < BYTES || message.get(0) != MARKER[0] || message.get(1) != MARKER[1]) {
      throw new MalformedMessageException(
          "a message begins with C3 01 and 8 bytes of fingerprint but these are %s"
              .formatted(beginning(message)));
    }
    return message.getLong(MARKER.length);
  }

  private static String beginning(ByteBuffer message) {
    StringBuilder hexadecimal = new StringBuilder();
    for (int i = 0; i < Math.min(message.limit(), BYTES); i++) {
      hexadecimal.append("%02X ".formatted(message.get(i)));
    }
    return hexadecimal + "(%d bytes)".formatted(message.limit());
  }
}

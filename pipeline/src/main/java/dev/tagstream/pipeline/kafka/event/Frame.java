package dev.tagstream.pipeline.kafka.event;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.Framing;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The header of a message with the id of its schema in a registry.
 *
 * @param schemaId the id
 * @param bytes the length of the header
 */
public record Frame(long schemaId, int bytes) {

  private static final byte MAGIC = 0;
  private static final int CONFLUENT_BYTES = 1 + Integer.BYTES;
  private static final int APICURIO_BYTES = 1 + Long.BYTES;

  /**
   * Reads the frame of a message.
   *
   * @param framing with ids
   * @return null if the message does not begin like one
   */
  static @Nullable Frame read(ByteRange message, Framing framing) {
    int bytes = bytes(framing);
    if (message.length() < bytes || message.get(0) != MAGIC) {
      return null;
    }
    ByteBuffer id = message.asBuffer();
    id.position(id.position() + 1);
    return new Frame(framing == Framing.APICURIO ? id.getLong() : id.getInt(), bytes);
  }

  /** The bytes to write before each record of a schema. */
  public static byte[] header(Framing framing, long schemaId) {
    ByteBuffer header = ByteBuffer.allocate(bytes(framing));
    header.put(MAGIC);
    return framing == Framing.APICURIO
        ? header.putLong(schemaId).array()
        : header.putInt(Math.toIntExact(schemaId)).array();
  }

  private static int bytes(Framing framing) {
    return framing == Framing.APICURIO ? APICURIO_BYTES : CONFLUENT_BYTES;
  }
}

package dev.tagstream.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The size of a record in Kafka. A topic's {@code max.message.bytes} and a producer's {@code
 * max.request.size} limit the batch that contains a record, here a batch of one.
 *
 * <p>An uncompressed record has its exact size. A compressed one could even grow a little, so
 * images, which compress badly, get an allowance.
 */
public final class RecordSize {

  /** Header of a batch and the fixed fields of its record, in format 2, at most. */
  private static final int BATCH_OVERHEAD_BYTES = 61 + 21;

  /** The lengths of a header's name and value, at most. */
  private static final int HEADER_OVERHEAD_BYTES = 10;

  /**
   * The most that compression adds to incompressible data: less than 1 in 256, and its own header.
   */
  private static final int COMPRESSION_SHARE = 256;

  private static final int COMPRESSION_BYTES = 128;

  private RecordSize() {}

  /** The size of the batch that holds only this record, in bytes, at most. */
  public static long of(ProducerRecord<byte[], byte[]> record) {
    long bytes = BATCH_OVERHEAD_BYTES + length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      bytes += HEADER_OVERHEAD_BYTES + header.key().getBytes(UTF_8).length + length(header.value());
    }
    return bytes + bytes / COMPRESSION_SHARE + COMPRESSION_BYTES;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}

package dev.tagstream.pipeline.kafka.guard;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.common.Uuid;

/**
 * Writes the topic's id before Flink's own format of a split: the version of Flink's serializer
 * (int32), the id (two int64, 0 and 0 for none), Flink's bytes. It also reads the format of Flink's
 * own serializer, which earlier releases used.
 */
final class TopicSplitSerializer implements SimpleVersionedSerializer<KafkaPartitionSplit> {

  /** Above any version of Flink's own serializer. */
  private static final int VERSION = 1_000;

  private static final int HEADER_BYTES = Integer.BYTES + 2 * Long.BYTES;

  private final SimpleVersionedSerializer<KafkaPartitionSplit> splits;

  TopicSplitSerializer(SimpleVersionedSerializer<KafkaPartitionSplit> splits) {
    this.splits = splits;
  }

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(KafkaPartitionSplit split) throws IOException {
    Uuid topicId = TopicSplit.topicOf(split).orElse(Uuid.ZERO_UUID);
    byte[] bytes = splits.serialize(split);
    return ByteBuffer.allocate(HEADER_BYTES + bytes.length)
        .putInt(splits.getVersion())
        .putLong(topicId.getMostSignificantBits())
        .putLong(topicId.getLeastSignificantBits())
        .put(bytes)
        .array();
  }

  @Override
  public KafkaPartitionSplit deserialize(int version, byte[] bytes) throws IOException {
    if (version < VERSION) {
      return splits.deserialize(version, bytes);
    }
    if (version > VERSION || bytes.length < HEADER_BYTES) {
      throw new IOException(
          "the state of a partition has version %d and %d bytes, but this release reads version %d of at least %d bytes; resume it with the release that wrote it"
              .formatted(version, bytes.length, VERSION, HEADER_BYTES));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int splitVersion = buffer.getInt();
    Uuid topicId = new Uuid(buffer.getLong(), buffer.getLong());
    byte[] rest = new byte[buffer.remaining()];
    buffer.get(rest);
    KafkaPartitionSplit split = splits.deserialize(splitVersion, rest);
    return topicId.equals(Uuid.ZERO_UUID) ? split : new TopicSplit(split, topicId);
  }
}

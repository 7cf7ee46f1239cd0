package dev.tagstream.cli.rejects;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.cli.results.CommittedRecords;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.schemas.RejectReason;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The replayed rejects: for each partition of the topic of rejects and each reason, the offsets
 * that are done. The log is a compacted topic beside the rejects, and is written in the
 * transactions of the replay, so both or neither happen.
 *
 * <p>The offsets of a consumer group would not suffice: a broker forgets them after a week without
 * a commit, and they do not distinguish reasons.
 *
 * <p>A record's key is {@code topic id/partition/reason}: a recreated topic has another id and no
 * replayed rejects. Its value is a string of {@link OffsetRanges}.
 */
final class ReplayLog {

  /** The suffix of the log's topic, after the name of the topic of rejects. */
  static final String SUFFIX = "-replayed";

  private final String topic;
  private final Uuid rejectsTopicId;
  private final Map<String, OffsetRanges> ranges = new HashMap<>();

  private ReplayLog(String topic, Uuid rejectsTopicId) {
    this.topic = topic;
    this.rejectsTopicId = rejectsTopicId;
  }

  /** Creates the topic of the log if it does not exist. */
  static void create(KafkaConnection connection, String rejectsTopic) throws InterruptedException {
    try (Topics topics = Topics.of(connection)) {
      topics.createCompacted(rejectsTopic + SUFFIX);
    }
  }

  /**
   * Reads the log.
   *
   * @throws UserErrorException if its topic contains other records
   */
  static ReplayLog read(KafkaConnection connection, String rejectsTopic)
      throws InterruptedException {
    Uuid id;
    try (Topics topics = Topics.of(connection)) {
      id = topics.id(rejectsTopic);
    }
    ReplayLog log = new ReplayLog(rejectsTopic + SUFFIX, id);
    try (CommittedRecords records = CommittedRecords.of(connection, log.topic)) {
      records.readToEnd(log::take);
    }
    return log;
  }

  /** Whether a reject was already replayed. */
  boolean contains(StoredReject reject) {
    return ranges
        .getOrDefault(key(reject.partition(), reject.avro().getReason()), OffsetRanges.NONE)
        .contains(reject.offset());
  }

  /**
   * Adds the rejects of one reason in a range of a partition, and returns the log's record for
   * them.
   */
  ProducerRecord<byte[], byte[]> add(int partition, RejectReason reason, OffsetRanges.Range part) {
    String key = key(partition, reason);
    OffsetRanges all = ranges.getOrDefault(key, OffsetRanges.NONE).with(part.from(), part.to());
    ranges.put(key, all);
    return new ProducerRecord<>(topic, key.getBytes(UTF_8), all.toString().getBytes(UTF_8));
  }

  private String key(int partition, RejectReason reason) {
    return rejectsTopicId + "/" + partition + "/" + reason;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      ranges.put(text(record.key()), OffsetRanges.parse(text(record.value())));
    } catch (IllegalArgumentException foreign) {
      throw new UserErrorException(
          "%s-%d@%d was not written by 'tagstream replay'; nothing else may write to that topic"
              .formatted(record.topic(), record.partition(), record.offset()));
    }
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }
}

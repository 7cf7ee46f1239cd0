package dev.tagstream.pipeline.kafka.guard;

import static org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit.NO_STOPPING_OFFSET;

import java.util.Optional;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.Uuid;

/** A partition to read, that knows which topic of the name its offsets belong to. */
final class TopicSplit extends KafkaPartitionSplit {

  private final Uuid topicId;

  TopicSplit(KafkaPartitionSplit split, Uuid topicId) {
    super(
        split.getTopicPartition(),
        split.getStartingOffset(),
        split.getStoppingOffset().orElse(NO_STOPPING_OFFSET));
    this.topicId = topicId;
  }

  /** The topic that a split belongs to; empty if it was saved by a release that did not keep it. */
  static Optional<Uuid> topicOf(KafkaPartitionSplit split) {
    return split instanceof TopicSplit known ? Optional.of(known.topicId) : Optional.empty();
  }
}

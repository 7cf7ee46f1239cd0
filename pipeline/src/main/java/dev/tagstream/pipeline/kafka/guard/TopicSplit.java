package dev.tagstream.pipeline.kafka.guard;

import static org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit.NO_STOPPING_OFFSET;

import java.util.Optional;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.Uuid;

/** A partition to read, with the id of the topic that its offsets belong to. */
final class TopicSplit extends KafkaPartitionSplit {

  private final Uuid topicId;

  TopicSplit(KafkaPartitionSplit split, Uuid topicId) {
    super(
        split.getTopicPartition(),
        split.getStartingOffset(),
        split.getStoppingOffset().orElse(NO_STOPPING_OFFSET));
    this.topicId = topicId;
  }

  /** The id of the split's topic; empty if the split was saved by a release without ids. */
  static Optional<Uuid> topicOf(KafkaPartitionSplit split) {
    return split instanceof TopicSplit known ? Optional.of(known.topicId) : Optional.empty();
  }
}

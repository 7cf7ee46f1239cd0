package dev.tagstream.pipeline.kafka.guard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets of a reader's latest completed checkpoint, for its group. The connector commits them
 * asynchronously, so the last ones are lost if the reader is closed at once, as in a job that stops
 * with a savepoint.
 */
final class CompletedOffsets {

  /** The offsets in the state of each checkpoint that is not completed yet. */
  private final NavigableMap<Long, Map<TopicPartition, Long>> pending = new TreeMap<>();

  /** The end of each partition whose reading ends. */
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  private Map<TopicPartition, Long> completed = Map.of();

  /** The reader reads these, too. */
  void add(List<KafkaPartitionSplit> splits) {
    for (KafkaPartitionSplit split : splits) {
      split
          .getStoppingOffset()
          .filter(end -> end >= 0)
          .ifPresent(end -> ends.put(split.getTopicPartition(), end));
    }
  }

  /** Records a checkpoint. A split that has reached its end is no longer in the state. */
  void snapshot(long checkpointId, List<KafkaPartitionSplit> splits) {
    Map<TopicPartition, Long> offsets = new HashMap<>(ends);
    for (KafkaPartitionSplit split : splits) {
      offsets.remove(split.getTopicPartition());
      // a mark such as "earliest" stands where nothing was read yet
      if (split.getStartingOffset() >= 0) {
        offsets.put(split.getTopicPartition(), split.getStartingOffset());
      }
    }
    pending.put(checkpointId, offsets);
  }

  /** Records that a checkpoint, and every earlier one, is completed. */
  void complete(long checkpointId) {
    completed = pending.getOrDefault(checkpointId, completed);
    pending.headMap(checkpointId, true).clear();
  }

  /** The offsets of the latest completed checkpoint; empty if there is none. */
  Map<TopicPartition, Long> offsets() {
    return completed;
  }
}

package dev.tagstream.pipeline.kafka.guard;

import java.util.ArrayList;
import java.util.Comparator;
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

  private static final Comparator<TopicPartition> BY_PLACE =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

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

  /**
   * The splits of a state with those that have reached their ends, which the connector leaves out,
   * as splits without a record. A job that resumes from the state commits these ends, too: the one
   * before may have been killed between its checkpoint and the commit of its offsets.
   */
  List<KafkaPartitionSplit> withFinished(List<KafkaPartitionSplit> splits) {
    Map<TopicPartition, Long> finished = new TreeMap<>(BY_PLACE);
    finished.putAll(ends);
    splits.forEach(split -> finished.remove(split.getTopicPartition()));
    List<KafkaPartitionSplit> all = new ArrayList<>(splits);
    finished.forEach((partition, end) -> all.add(new KafkaPartitionSplit(partition, end, end)));
    return all;
  }

  /**
   * Records a checkpoint.
   *
   * @param splits as {@link #withFinished} gives them
   */
  void snapshot(long checkpointId, List<KafkaPartitionSplit> splits) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (KafkaPartitionSplit split : splits) {
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

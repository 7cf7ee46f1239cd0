package dev.tagstream.pipeline.kafka;

import static org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit.EARLIEST_OFFSET;

import dev.tagstream.pipeline.config.StartFrom;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets from which reading starts without a checkpoint. Checkpoints then keep these offsets:
 * a mark such as "latest" in a checkpoint would be resolved again after a failure and skip the
 * records in between.
 *
 * <p>A consumer never chooses another offset by itself, which would skip records silently; {@code
 * kafka.guard.GuardedReader} decides.
 */
@SuppressWarnings("deprecation") // the connector still asks for Kafka's old enum
record StartingOffsets(StartFrom startFrom) implements OffsetsInitializer {

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever broker) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    // retention may delete the first record while we ask for it, so the earliest stays a mark
    partitions.forEach(partition -> offsets.put(partition, EARLIEST_OFFSET));
    switch (startFrom) {
      case EARLIEST -> {}
      case LATEST -> offsets.putAll(broker.endOffsets(partitions));
      case COMMITTED -> offsets.putAll(broker.committedOffsets(partitions));
    }
    return offsets;
  }

  @Override
  public org.apache.kafka.clients.consumer.OffsetResetStrategy getAutoOffsetResetStrategy() {
    return org.apache.kafka.clients.consumer.OffsetResetStrategy.NONE;
  }
}

package dev.tagstream.pipeline.kafka;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offsets of a reader's last complete checkpoint, for its consumer group.
 *
 * <p>Flink's reader commits offsets asynchronously. A task that ends right after its last
 * checkpoint, because the job was stopped with a savepoint or a batch has ended, closes the
 * consumer before it has sent them. A later start that has no state would read records again whose
 * results are committed. Therefore the reader commits them once more, synchronously, when it
 * closes.
 */
final class FinalOffsets {

  private static final Logger LOG = LoggerFactory.getLogger(FinalOffsets.class);

  /** A broker that is gone must not hold up the end of a task. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Properties consumerProperties;

  /** Where each partition that was assigned ends, or a marker that it does not. */
  private final Map<TopicPartition, Long> stoppingOffsets = new HashMap<>();

  private final TreeMap<Long, Map<TopicPartition, OffsetAndMetadata>> pending = new TreeMap<>();
  private Map<TopicPartition, OffsetAndMetadata> complete = Map.of();

  /**
   * Offsets of a group.
   *
   * @param consumerProperties those of the source's consumers
   */
  FinalOffsets(Properties consumerProperties) {
    this.consumerProperties = consumerProperties;
  }

  void added(List<KafkaPartitionSplit> splits) {
    splits.forEach(
        split ->
            stoppingOffsets.put(
                split.getTopicPartition(),
                split.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET)));
  }

  /** Takes the positions of a checkpoint. A partition that is missing was read to its end. */
  void snapshot(long checkpointId, List<KafkaPartitionSplit> splits) {
    Map<TopicPartition, Long> positions = new HashMap<>(stoppingOffsets);
    splits.forEach(split -> positions.put(split.getTopicPartition(), split.getStartingOffset()));
    pending.put(
        checkpointId,
        positions.entrySet().stream()
            // a marker: nothing was read of this partition
            .filter(position -> position.getValue() >= 0)
            .collect(
                toMap(Map.Entry::getKey, position -> new OffsetAndMetadata(position.getValue()))));
  }

  void complete(long checkpointId) {
    Map<TopicPartition, OffsetAndMetadata> offsets = pending.get(checkpointId);
    if (offsets != null) {
      complete = offsets;
    }
    pending.headMap(checkpointId, true).clear();
  }

  /**
   * Commits the offsets of the last complete checkpoint where the group is behind them. Fails
   * silently, save for the log: the state of the checkpoint has them, too.
   */
  void commit() {
    if (complete.isEmpty() || !isWanted()) {
      return;
    }
    Properties properties = new Properties();
    properties.putAll(consumerProperties);
    properties.setProperty(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>(complete);
      Set<TopicPartition> partitions = new HashSet<>(complete.keySet());
      consumer
          .committed(partitions)
          .forEach(
              (partition, committed) -> {
                if (committed != null && committed.offset() >= complete.get(partition).offset()) {
                  behind.remove(partition);
                }
              });
      if (!behind.isEmpty()) {
        consumer.commitSync(behind);
      }
    } catch (KafkaException e) {
      LOG.warn(
          "cannot commit the last offsets {} of the group; a job that starts without a savepoint will read their records again",
          complete,
          e);
    }
  }

  private boolean isWanted() {
    return Boolean.parseBoolean(
        consumerProperties.getProperty(
            KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "true"));
  }
}

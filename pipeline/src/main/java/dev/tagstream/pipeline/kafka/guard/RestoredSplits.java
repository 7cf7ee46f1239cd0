package dev.tagstream.pipeline.kafka.guard;

import static org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit.EARLIEST_OFFSET;
import static org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit.NO_STOPPING_OFFSET;

import dev.tagstream.pipeline.config.KafkaConfig.ReadingGuards;
import dev.tagstream.pipeline.config.OnLoss;
import dev.tagstream.pipeline.config.TaggingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the partitions of a restored state with the broker's: the topic may have been recreated,
 * and the group may have committed later offsets.
 */
final class RestoredSplits {

  private static final Logger LOG = LoggerFactory.getLogger(RestoredSplits.class);

  private final ImagesTopic topic;
  private final ImagesTopic.Facts now;
  private final ReadingGuards guards;

  RestoredSplits(ImagesTopic topic, ImagesTopic.Facts now, ReadingGuards guards) {
    this.topic = topic;
    this.now = now;
    this.guards = guards;
  }

  /**
   * The splits to continue with.
   *
   * @param repeated counts records that will be tagged again
   * @throws SuppressRestartsException if the options require the job to fail
   */
  List<KafkaPartitionSplit> check(List<KafkaPartitionSplit> restored, Counter repeated) {
    Optional<Uuid> other =
        restored.stream()
            .flatMap(split -> TopicSplit.topicOf(split).stream())
            .filter(id -> !id.equals(now.id()))
            .findFirst();
    if (other.isPresent()) {
      return ofNewTopic(restored, other.get());
    }
    checkRepetition(restored, repeated);
    return restored;
  }

  private List<KafkaPartitionSplit> ofNewTopic(List<KafkaPartitionSplit> restored, Uuid other) {
    String what =
        "the topic %s was deleted and recreated since this state was saved (its id was %s and is %s), so the offsets in the state refer to other records"
            .formatted(topic.name(), other, now.id());
    if (guards.onRecreatedTopic() == OnLoss.FAIL) {
      throw new SuppressRestartsException(
          new LostRecordsException(
              "%s; to read the new topic from its earliest record, start again with %s=%s"
                  .formatted(
                      what, TaggingOptions.KAFKA_ON_RECREATED_TOPIC.key(), OnLoss.CONTINUE)));
    }
    LOG.error("{}; continuing with its earliest record", what);
    List<KafkaPartitionSplit> anew = new ArrayList<>();
    for (KafkaPartitionSplit split : restored) {
      if (split.getPartition() < now.partitions()) {
        anew.add(
            new KafkaPartitionSplit(
                split.getTopicPartition(),
                EARLIEST_OFFSET,
                split.getStoppingOffset().isPresent()
                    ? topic.endOffset(split.getPartition())
                    : NO_STOPPING_OFFSET));
      }
    }
    return anew;
  }

  private void checkRepetition(List<KafkaPartitionSplit> restored, Counter repeated) {
    Map<String, Long> again = again(restored, topic.committedOffsets());
    if (again.isEmpty()) {
      return;
    }
    long records = again.values().stream().mapToLong(Long::longValue).sum();
    String what =
        "this state is older than the offsets that the group %s has committed: %d records would be tagged again, %s"
            .formatted(topic.groupId(), records, again);
    if (guards.onRepeatedRecords() == OnLoss.FAIL) {
      throw new SuppressRestartsException(
          new RepeatedRecordsException(
              "%s; start from the newest checkpoint or savepoint or, to tag them again, start with %s=%s"
                  .formatted(
                      what, TaggingOptions.KAFKA_ON_REPEATED_RECORDS.key(), OnLoss.CONTINUE)));
    }
    LOG.error("{}; tagging them again", what);
    repeated.inc(records);
  }

  /** The number of records that each partition would deliver again. */
  private static Map<String, Long> again(
      List<KafkaPartitionSplit> restored, Map<TopicPartition, Long> committed) {
    Map<String, Long> again = new TreeMap<>();
    for (KafkaPartitionSplit split : restored) {
      // a mark such as "earliest" stands where nothing was read yet
      long from = Math.max(0, split.getStartingOffset());
      long to = committed.getOrDefault(split.getTopicPartition(), 0L);
      long end = split.getStoppingOffset().filter(offset -> offset >= 0).orElse(to);
      long records = Math.min(to, end) - from;
      if (records > 0 && split.getStartingOffset() >= 0) {
        again.put(split.getTopicPartition().toString(), records);
      }
    }
    return again;
  }
}

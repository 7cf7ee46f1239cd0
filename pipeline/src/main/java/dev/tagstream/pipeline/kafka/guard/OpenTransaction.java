package dev.tagstream.pipeline.kafka.guard;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that somebody aborted the transaction that a writer is about to commit, as {@code
 * kafka-transactions abort} does. The coordinator does not know of it and commits, but the records
 * are gone. The leader of a partition reports where a producer's open transaction begins: at the
 * writer's first record of it, unless it was aborted since.
 *
 * <p>If a leader does not report this, the transaction counts as open; {@code READ} on the topic
 * permits the request.
 */
final class OpenTransaction implements Consumer<RecordMetadata>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenTransaction.class);
  private static final String PATIENCE_MILLIS = "5000";

  private final Map<String, Object> adminProperties;

  /** The first record of the open transaction, by partition. Kafka's thread adds, Flink's reads. */
  private final Map<TopicPartition, Long> firstOffsets = new ConcurrentHashMap<>();

  private @Nullable Admin admin;
  private boolean told;

  OpenTransaction(Map<String, Object> adminProperties) {
    this.adminProperties = new ConcurrentHashMap<>(adminProperties);
    this.adminProperties.put("request.timeout.ms", PATIENCE_MILLIS);
    this.adminProperties.put("default.api.timeout.ms", PATIENCE_MILLIS);
  }

  /** Records that a record of the open transaction was written. */
  @Override
  public void accept(@Nullable RecordMetadata record) {
    if (record != null && record.hasOffset()) {
      firstOffsets.merge(
          new TopicPartition(record.topic(), record.partition()), record.offset(), Math::min);
    }
  }

  /** The writer starts another transaction and has written nothing in it. */
  void begin() {
    firstOffsets.clear();
  }

  /** Whether a leader reports that some of its records were aborted since they were written. */
  boolean isAborted(KafkaCommittable transaction) throws InterruptedException {
    if (firstOffsets.isEmpty()) {
      return false;
    }
    try {
      Map<TopicPartition, PartitionProducerState> leaders =
          admin().describeProducers(firstOffsets.keySet()).all().get();
      return leaders.entrySet().stream()
          .anyMatch(leader -> !isOpen(leader.getKey(), leader.getValue(), transaction));
    } catch (ExecutionException e) {
      if (!told) {
        told = true;
        LOG.warn(
            "cannot tell whether transactions were aborted from outside: {}",
            String.valueOf(e.getCause()));
      }
      return false;
    }
  }

  private boolean isOpen(
      TopicPartition partition, PartitionProducerState leader, KafkaCommittable transaction) {
    for (ProducerState producer : leader.activeProducers()) {
      if (producer.producerId() == transaction.getProducerId()) {
        OptionalLong begin = producer.currentTransactionStartOffset();
        return begin.isPresent()
            && begin.getAsLong() <= firstOffsets.getOrDefault(partition, Long.MAX_VALUE);
      }
    }
    return false;
  }

  private Admin admin() {
    if (admin == null) {
      admin = Admin.create(adminProperties);
    }
    return admin;
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}

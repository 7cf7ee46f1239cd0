package dev.tagstream.pipeline.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far a consumer group has committed a topic. */
public final class GroupLag implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Admin admin;
  private final String topic;
  private final String group;

  /**
   * Prepares a client without connecting.
   *
   * @param topic that the group reads
   */
  public GroupLag(KafkaConnection connection, String topic, String group) {
    this.admin = Admin.create(connection.with(Map.of()));
    this.topic = topic;
    this.group = group;
  }

  /** The lag by now, in records; see {@link #progress}. */
  public OptionalLong now() throws InterruptedException {
    return progress().stream().mapToLong(GroupProgress::lag).findFirst();
  }

  /**
   * The progress by now. A partition of which the group has committed nothing counts from its
   * beginning. Empty if the broker does not tell, or may not.
   */
  public Optional<GroupProgress> progress() throws InterruptedException {
    try {
      List<TopicPartition> partitions = partitions();
      Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
      Map<TopicPartition, Long> beginnings = offsets(partitions, OffsetSpec.earliest());
      Map<TopicPartition, @Nullable OffsetAndMetadata> committed =
          await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      return Optional.of(
          partitions.stream()
              .map(
                  partition ->
                      progress(
                          beginnings.getOrDefault(partition, 0L),
                          committed.get(partition),
                          ends.getOrDefault(partition, 0L)))
              .reduce(GroupProgress.NONE, GroupProgress::plus));
    } catch (ExecutionException | TimeoutException unknown) {
      return Optional.empty();
    }
  }

  private static GroupProgress progress(
      long beginning, @Nullable OffsetAndMetadata committed, long end) {
    long from = committed == null ? beginning : Math.max(beginning, committed.offset());
    return new GroupProgress(Math.max(0, end - beginning), Math.max(0, end - from));
  }

  private List<TopicPartition> partitions()
      throws InterruptedException, ExecutionException, TimeoutException {
    return await(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
        .flatMap(found -> found.partitions().stream())
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(partition -> partition, any -> spec));
    return await(admin.listOffsets(wanted).all()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, found -> found.getValue().offset()));
  }

  private static <T> T await(KafkaFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    admin.close(PATIENCE);
  }
}

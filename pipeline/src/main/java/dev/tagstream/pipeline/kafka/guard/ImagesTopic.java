package dev.tagstream.pipeline.kafka.guard;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** The topic that the job reads, as the broker describes it now. */
public final class ImagesTopic implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String name;
  private final String groupId;
  private final HashMap<String, Object> adminProperties;

  /**
   * A topic; nothing is connected yet.
   *
   * @param groupId the job's consumer group
   * @param adminProperties of the client
   */
  public ImagesTopic(String name, String groupId, Map<String, Object> adminProperties) {
    this.name = name;
    this.groupId = groupId;
    this.adminProperties = new HashMap<>(adminProperties);
  }

  /**
   * The broker's description of the topic.
   *
   * @param id distinguishes it from others of the same name
   * @param partitions the number of partitions
   */
  record Facts(Uuid id, int partitions) {}

  String name() {
    return name;
  }

  String groupId() {
    return groupId;
  }

  /**
   * Looks up the topic.
   *
   * @throws IllegalStateException if no broker answers or the topic does not exist now
   */
  Facts ask() {
    try (Admin admin = Admin.create(adminProperties)) {
      TopicDescription topic =
          requireNonNull(
              await(admin.describeTopics(List.of(name)).allTopicNames()).get(name), name);
      return new Facts(topic.topicId(), topic.partitions().size());
    }
  }

  /**
   * Looks up the offsets that the job's group has committed, in any topic.
   *
   * @throws IllegalStateException if no broker answers
   */
  Map<TopicPartition, Long> committedOffsets() {
    try (Admin admin = Admin.create(adminProperties)) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      for (Map.Entry<TopicPartition, OffsetAndMetadata> committed :
          await(admin.listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata())
              .entrySet()) {
        offsets.put(committed.getKey(), committed.getValue().offset());
      }
      return offsets;
    }
  }

  /**
   * Commits offsets that are ahead of the group's, and waits for the commit.
   *
   * @throws IllegalStateException if no broker answers
   */
  void commit(Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, Long> committed = committedOffsets();
    Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          if (committed.getOrDefault(partition, 0L) < offset) {
            behind.put(partition, new OffsetAndMetadata(offset));
          }
        });
    if (!behind.isEmpty()) {
      try (Admin admin = Admin.create(adminProperties)) {
        await(admin.alterConsumerGroupOffsets(groupId, behind).all());
      }
    }
  }

  /**
   * Looks up the current end of a partition.
   *
   * @throws IllegalStateException if no broker answers
   */
  long endOffset(int partition) {
    TopicPartition place = new TopicPartition(name, partition);
    try (Admin admin = Admin.create(adminProperties)) {
      return await(admin.listOffsets(Map.of(place, OffsetSpec.latest())).partitionResult(place))
          .offset();
    }
  }

  private <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot look up the topic " + name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking up the topic " + name, e);
    }
  }
}

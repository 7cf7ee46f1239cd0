package dev.tagstream.cluster;

import static org.awaitility.Awaitility.await;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** What an operator of Kafka sees and changes. */
final class TopicsAdmin implements AutoCloseable {

  private final Admin admin;

  TopicsAdmin(String bootstrapServers) {
    admin = Admin.create(KafkaConnection.to(bootstrapServers).with(Map.of()));
  }

  /** The number of the broker that leads the first partition of a topic. */
  int leader(String topic) throws Exception {
    return descriptions(List.of(topic)).iterator().next().partitions().get(0).leader().id();
  }

  /** Whether each replica of each partition has what its leader has, of Kafka's own topics, too. */
  boolean isInSync() throws Exception {
    Set<String> all = admin.listTopics().names().get();
    return descriptions(all).stream()
        .flatMap(topic -> topic.partitions().stream())
        .allMatch(partition -> partition.isr().size() == partition.replicas().size());
  }

  /** Has topics take records of so many bytes at most. */
  void setMaxMessageBytes(List<String> topics, int bytes) throws Exception {
    AlterConfigOp limit =
        new AlterConfigOp(
            new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(bytes)),
            AlterConfigOp.OpType.SET);
    for (String topic : topics) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      admin.incrementalAlterConfigs(Map.of(resource, List.of(limit))).all().get();
    }
  }

  /** Deletes topics, and returns when they are gone. */
  void delete(List<String> topics) throws Exception {
    admin.deleteTopics(topics).all().get();
    await("the topics are gone")
        .until(() -> Collections.disjoint(admin.listTopics().names().get(), topics));
  }

  /** Aborts each open transaction with records on a topic, and returns how many there were. */
  int abortTransactions(String topic) throws Exception {
    int aborted = 0;
    for (TopicPartitionInfo info : descriptions(List.of(topic)).iterator().next().partitions()) {
      TopicPartition partition = new TopicPartition(topic, info.partition());
      for (ProducerState producer : producers(partition)) {
        if (producer.currentTransactionStartOffset().isPresent()) {
          admin.abortTransaction(openTransaction(partition, producer)).all().get();
          aborted++;
        }
      }
    }
    return aborted;
  }

  private List<ProducerState> producers(TopicPartition partition) throws Exception {
    return admin
        .describeProducers(List.of(partition))
        .partitionResult(partition)
        .get()
        .activeProducers();
  }

  private static AbortTransactionSpec openTransaction(
      TopicPartition partition, ProducerState producer) {
    return new AbortTransactionSpec(
        partition,
        producer.producerId(),
        (short) producer.producerEpoch(),
        Math.max(0, producer.coordinatorEpoch().orElse(0)));
  }

  private Collection<TopicDescription> descriptions(Collection<String> topics) throws Exception {
    return admin.describeTopics(topics).allTopicNames().get().values();
  }

  @Override
  public void close() {
    admin.close();
  }
}

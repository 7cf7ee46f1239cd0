package dev.tagstream.cli.doctor.kafka;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The broker's description of a topic.
 *
 * @param name of the topic
 * @param partitions the number of partitions
 * @param leaderless the number of partitions without a leader
 * @param leastInSync the fewest in-sync replicas of a partition
 * @param maxMessageBytes the largest record batch; empty if this user may not see it
 * @param minInSync the in-sync replicas that a write requires; empty if unknown
 */
record TopicFacts(
    String name,
    int partitions,
    long leaderless,
    int leastInSync,
    OptionalLong maxMessageBytes,
    OptionalLong minInSync) {

  /**
   * Asks the broker.
   *
   * @throws RefusedException if the topic does not exist, or the broker refuses or does not answer
   */
  static TopicFacts ask(KafkaProbe probe, String name)
      throws RefusedException, InterruptedException {
    TopicDescription topic =
        requireNonNull(
            probe.ask(admin -> admin.describeTopics(List.of(name)).allTopicNames()).get(name));
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    Config config = config(probe, resource);
    return new TopicFacts(
        name,
        topic.partitions().size(),
        topic.partitions().stream().filter(TopicFacts::isLeaderless).count(),
        topic.partitions().stream().mapToInt(part -> part.isr().size()).min().orElse(0),
        number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        number(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG));
  }

  /** The settings of a topic or broker; none if this user may not see them. */
  static Config config(KafkaProbe probe, ConfigResource resource)
      throws RefusedException, InterruptedException {
    try {
      return requireNonNull(
          probe.ask(admin -> admin.describeConfigs(List.of(resource)).all()).get(resource));
    } catch (RefusedException refused) {
      if (refused.isForbidden()) {
        return new Config(List.of());
      }
      throw refused;
    }
  }

  static OptionalLong number(Config config, String name) {
    return config.get(name) == null
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(config.get(name).value()));
  }

  private static boolean isLeaderless(TopicPartitionInfo partition) {
    return partition.leader() == null || partition.leader().isEmpty();
  }

  @Override
  public String toString() {
    return "%s has %d %s, %s"
        .formatted(
            name,
            partitions,
            partitions == 1 ? "partition" : "partitions",
            maxMessageBytes.isPresent()
                ? "takes records of %d bytes".formatted(maxMessageBytes.getAsLong())
                : "does not report its limit on record size");
  }
}

package dev.tagstream.pipeline.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates and describes the topics of a broker. Reports a problem in one line. */
public final class Topics implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

  /** The broker's limit on the length of a transaction. */
  static final String MAX_TRANSACTION_TIMEOUT = "transaction.max.timeout.ms";

  private static final short ONE_REPLICA = 1;

  private final Admin admin;
  private final BrokerAnswers answers;

  private Topics(Admin admin, BrokerAnswers answers) {
    this.admin = admin;
    this.answers = answers;
  }

  /**
   * Prepares a client without connecting.
   *
   * @throws UnusableKafkaException if the address or a property is invalid
   */
  public static Topics of(KafkaConnection connection) {
    BrokerAnswers answers = new BrokerAnswers(connection.bootstrapServers());
    String millis = String.valueOf(BrokerAnswers.PATIENCE.toMillis());
    try {
      return new Topics(
          Admin.create(
              connection.with(
                  Map.of(
                      AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis,
                      AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis))),
          answers);
    } catch (KafkaException e) {
      throw answers.noConnection(e);
    }
  }

  /**
   * Creates topics of one replica and waits until every partition's leader answers.
   *
   * @throws UnusableKafkaException if the broker refuses, or a leader does not answer in time
   */
  public void create(int partitions, List<String> names) throws InterruptedException {
    create(names.stream().map(name -> new NewTopic(name, partitions, ONE_REPLICA)).toList());
  }

  /**
   * Creates those topics that do not exist and waits until every partition's leader answers.
   *
   * @param replicas of each partition; null for what the broker is set to
   * @return the names of those that were created
   * @throws UnusableKafkaException if the broker refuses, or a leader does not answer in time
   */
  public List<String> createMissing(int partitions, @Nullable Short replicas, List<String> names)
      throws InterruptedException {
    Set<String> existing = answers.await(names, admin.listTopics().names());
    List<String> missing = names.stream().filter(name -> !existing.contains(name)).toList();
    if (!missing.isEmpty()) {
      Optional<Integer> count = Optional.of(partitions);
      create(
          missing.stream()
              .map(name -> new NewTopic(name, count, Optional.ofNullable(replicas)))
              .toList());
    }
    return missing;
  }

  /**
   * Creates a topic of one partition that keeps the last record of each key, unless the topic
   * exists, with the broker's default replication, and waits until its leader answers.
   */
  public void createCompacted(String name) throws InterruptedException {
    if (answers.await(List.of(name), admin.listTopics().names()).contains(name)) {
      return;
    }
    NewTopic topic =
        new NewTopic(name, Optional.of(1), Optional.empty())
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    create(List.of(topic));
  }

  private void create(List<NewTopic> topics) throws InterruptedException {
    answers.await(topics.stream().map(NewTopic::name).toList(), admin.createTopics(topics).all());
    new PartitionLeaders(admin, answers).await(topics);
  }

  /**
   * The id that distinguishes the topic from deleted ones of the same name.
   *
   * @throws UnusableKafkaException if no broker answers or the topic does not exist
   */
  public Uuid id(String name) throws InterruptedException {
    List<String> names = List.of(name);
    return requireNonNull(
            answers.await(names, admin.describeTopics(names).allTopicNames()).get(name))
        .topicId();
  }

  /**
   * The id that distinguishes the cluster from others, whatever the address.
   *
   * @throws UnusableKafkaException if no broker answers
   */
  public String clusterId() throws InterruptedException {
    return answers.await(List.of("its cluster"), admin.describeCluster().clusterId());
  }

  /**
   * Makes sure that topics exist.
   *
   * @throws UnusableKafkaException if no broker answers or a topic does not exist
   */
  public void require(List<String> names) throws InterruptedException {
    answers.await(names, admin.describeTopics(names).allTopicNames());
  }

  /**
   * The largest record batch that a topic accepts, in bytes.
   *
   * @throws UnusableKafkaException if no broker answers or the topic does not exist
   */
  public int maxMessageBytes(String name) throws InterruptedException {
    require(List.of(name));
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
    Collection<Config> configs =
        answers.await(List.of(name), admin.describeConfigs(List.of(topic)).all()).values();
    return Integer.parseInt(
        configs.iterator().next().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
  }

  /**
   * The longest transaction that the broker allows; empty if it does not report this limit, which
   * it may withhold.
   */
  Optional<Duration> maxTransactionTimeout() throws InterruptedException {
    try {
      String node = admin.describeCluster().nodes().get().iterator().next().idString();
      ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node);
      Config config = admin.describeConfigs(List.of(broker)).all().get().values().iterator().next();
      return Optional.ofNullable(config.get(MAX_TRANSACTION_TIMEOUT))
          .map(limit -> Duration.ofMillis(Long.parseLong(limit.value())));
    } catch (ExecutionException e) {
      LOG.warn(
          "the broker at {} does not report its {}: {}",
          answers.bootstrapServers(),
          MAX_TRANSACTION_TIMEOUT,
          BrokerAnswers.rootCause(e).getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}

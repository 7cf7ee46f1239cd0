package dev.tagstream.pipeline.kafka;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.config.Delivery;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of a broker. Reports a problem in one line. */
public final class Topics implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

  private static final String MAX_TRANSACTION_TIMEOUT = "transaction.max.timeout.ms";
  private static final short ONE_REPLICA = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration ASK_AGAIN_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LEADER_PATIENCE = Duration.ofSeconds(30);
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(50);

  private final String bootstrapServers;
  private final Admin admin;

  private Topics(KafkaConnection connection, Admin admin) {
    this.bootstrapServers = connection.bootstrapServers();
    this.admin = admin;
  }

  /**
   * Prepares a client without connecting.
   *
   * @throws UnusableKafkaException if the address or a property is invalid
   */
  public static Topics of(KafkaConnection connection) {
    String millis = String.valueOf(PATIENCE.toMillis());
    try {
      return new Topics(
          connection,
          Admin.create(
              connection.with(
                  Map.of(
                      AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis,
                      AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis))));
    } catch (KafkaException e) {
      throw new UnreachableKafkaException(
          "cannot connect to '%s': %s"
              .formatted(connection.bootstrapServers(), rootCause(e).getMessage()));
    }
  }

  /**
   * Makes sure that the job's topics exist and that the broker allows its transactions: a source or
   * sink that cannot start would restart for ever.
   *
   * @throws UnusableKafkaException if no broker answers, a topic does not exist or the broker
   *     allows only shorter transactions
   */
  public static void require(KafkaConfig config) throws InterruptedException {
    KafkaConfig.Topics names = config.topics();
    try (Topics topics = of(KafkaConnection.of(config))) {
      topics.require(List.of(names.images(), names.tags(), names.rejects()));
      if (config.writing().delivery() == Delivery.EXACTLY_ONCE) {
        topics.requireTransactions(config.writing().transactionTimeout());
      }
    }
  }

  /**
   * As above, but asks again where no broker answers yet, and says so.
   *
   * @param patience for so long; one request takes 10 s in vain, however short this is
   */
  public static void require(KafkaConfig config, Duration patience) throws InterruptedException {
    long startNanos = System.nanoTime();
    while (true) {
      try {
        require(config);
        return;
      } catch (UnreachableKafkaException e) {
        long seconds = Duration.ofNanos(System.nanoTime() - startNanos).toSeconds();
        if (seconds >= patience.toSeconds()) {
          throw patience.isZero()
              ? e
              : new UnusableKafkaException(
                  "waited %d s for a broker: %s".formatted(seconds, e.getMessage()));
        }
        LOG.warn(
            "waiting up to {} s more for a broker: {}",
            patience.toSeconds() - seconds,
            e.getMessage());
      }
      Thread.sleep(ASK_AGAIN_INTERVAL.toMillis());
    }
  }

  /**
   * Creates topics of one replica and waits until every partition's leader answers.
   *
   * @throws UnusableKafkaException if the broker refuses, or a leader does not answer in time
   */
  public void create(int partitions, List<String> names) throws InterruptedException {
    await(
        names,
        admin
            .createTopics(
                names.stream().map(name -> new NewTopic(name, partitions, ONE_REPLICA)).toList())
            .all());
    awaitLeaders(names, partitions);
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
    Set<String> existing = await(names, admin.listTopics().names());
    List<String> missing = names.stream().filter(name -> !existing.contains(name)).toList();
    if (!missing.isEmpty()) {
      Optional<Integer> count = Optional.of(partitions);
      await(
          missing,
          admin
              .createTopics(
                  missing.stream()
                      .map(name -> new NewTopic(name, count, Optional.ofNullable(replicas)))
                      .toList())
              .all());
      awaitLeaders(missing, partitions);
    }
    return missing;
  }

  /**
   * Creates a topic of one partition that keeps the last record of each key, unless the topic
   * exists, with the broker's default replication, and waits until its leader answers.
   */
  public void createCompacted(String name) throws InterruptedException {
    if (await(List.of(name), admin.listTopics().names()).contains(name)) {
      return;
    }
    NewTopic topic =
        new NewTopic(name, Optional.of(1), Optional.empty())
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    await(List.of(name), admin.createTopics(List.of(topic)).all());
    awaitLeaders(List.of(name), 1);
  }

  /**
   * The id that distinguishes the topic from deleted ones of the same name.
   *
   * @throws UnusableKafkaException if no broker answers or the topic does not exist
   */
  public Uuid id(String name) throws InterruptedException {
    List<String> names = List.of(name);
    return requireNonNull(await(names, admin.describeTopics(names).allTopicNames()).get(name))
        .topicId();
  }

  /**
   * The id that distinguishes the cluster from others, whatever the address.
   *
   * @throws UnusableKafkaException if no broker answers
   */
  public String clusterId() throws InterruptedException {
    return await(List.of("its cluster"), admin.describeCluster().clusterId());
  }

  /**
   * Makes sure that topics exist.
   *
   * @throws UnusableKafkaException if no broker answers or a topic does not exist
   */
  public void require(List<String> names) throws InterruptedException {
    await(names, admin.describeTopics(names).allTopicNames());
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
        await(List.of(name), admin.describeConfigs(List.of(topic)).all()).values();
    return Integer.parseInt(
        configs.iterator().next().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
  }

  /**
   * If a broker does not report its limit, which it may withhold, the limit counts as sufficient;
   * the broker then refuses later.
   */
  private void requireTransactions(Duration timeout) throws InterruptedException {
    Optional<Duration> longest = maxTransactionTimeout();
    if (longest.isPresent() && timeout.compareTo(longest.get()) > 0) {
      throw new UnusableKafkaException(
          "%s is %d s but the broker at %s allows at most %d s; set it lower, or raise the broker's %s"
              .formatted(
                  TaggingOptions.KAFKA_TRANSACTION_TIMEOUT.key(),
                  timeout.toSeconds(),
                  bootstrapServers,
                  longest.get().toSeconds(),
                  MAX_TRANSACTION_TIMEOUT));
    }
  }

  private Optional<Duration> maxTransactionTimeout() throws InterruptedException {
    try {
      String node = admin.describeCluster().nodes().get().iterator().next().idString();
      ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node);
      Config config = admin.describeConfigs(List.of(broker)).all().get().values().iterator().next();
      return Optional.ofNullable(config.get(MAX_TRANSACTION_TIMEOUT))
          .map(limit -> Duration.ofMillis(Long.parseLong(limit.value())));
    } catch (ExecutionException e) {
      LOG.warn(
          "the broker at {} does not report its {}: {}",
          bootstrapServers,
          MAX_TRANSACTION_TIMEOUT,
          rootCause(e).getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private static Throwable rootCause(Throwable e) {
    return e.getCause() == null ? e : rootCause(e.getCause());
  }

  /** A new topic is in the brokers' metadata before its leaders accept records. */
  private void awaitLeaders(List<String> names, int partitions) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> all = new HashMap<>();
    for (String name : names) {
      IntStream.range(0, partitions)
          .forEach(number -> all.put(new TopicPartition(name, number), OffsetSpec.latest()));
    }
    long startNanos = System.nanoTime();
    while (true) {
      try {
        admin.listOffsets(all).all().get();
        return;
      } catch (ExecutionException e) {
        Throwable cause = rootCause(e);
        boolean late = System.nanoTime() - startNanos > LEADER_PATIENCE.toNanos();
        if (late || !(cause instanceof RetriableException)) {
          throw new UnusableKafkaException(
              "the broker at %s created %s but not every partition's leader answers (waited %d s): %s"
                  .formatted(
                      bootstrapServers,
                      String.join(", ", names),
                      Duration.ofNanos(System.nanoTime() - startNanos).toSeconds(),
                      cause.getMessage()));
        }
        Thread.sleep(RETRY_INTERVAL.toMillis());
      }
    }
  }

  private <T> T await(List<String> names, KafkaFuture<T> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      Throwable cause = requireNonNull(e.getCause());
      if (cause instanceof TimeoutException) {
        throw new UnreachableKafkaException(
            "no Kafka broker answers at %s (waited %d s); check the address and that it runs"
                .formatted(bootstrapServers, PATIENCE.toSeconds()));
      }
      if (cause instanceof UnknownTopicOrPartitionException) {
        throw new UnusableKafkaException(
            "the broker at %s has no topic named %s; create it with 'tagstream topics create', or name another"
                .formatted(bootstrapServers, String.join(" or ", names)));
      }
      throw new UnusableKafkaException(
          "the broker at %s refuses to describe %s: %s"
              .formatted(bootstrapServers, String.join(", ", names), cause.getMessage()));
    }
  }
}

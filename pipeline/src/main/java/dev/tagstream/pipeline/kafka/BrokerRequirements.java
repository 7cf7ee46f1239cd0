package dev.tagstream.pipeline.kafka;

import dev.tagstream.pipeline.config.Delivery;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the job requires of its broker. A source or a sink that cannot start would restart forever.
 */
public final class BrokerRequirements {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerRequirements.class);

  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

  private BrokerRequirements() {}

  /**
   * Checks that the job's topics exist and that the broker allows its transactions.
   *
   * @throws UnusableKafkaException if no broker answers, a topic does not exist, or the broker
   *     allows only shorter transactions
   */
  public static void check(KafkaConfig config) throws InterruptedException {
    KafkaConnection connection = KafkaConnection.of(config);
    try (Topics topics = Topics.of(connection)) {
      List<String> names = new ArrayList<>(config.topics().ofResults());
      names.add(0, config.topics().images());
      topics.require(names);
      if (config.writing().delivery() == Delivery.EXACTLY_ONCE) {
        checkTransactions(
            config.writing().transactionTimeout(),
            topics.maxTransactionTimeout(),
            connection.bootstrapServers());
      }
    }
  }

  /**
   * Checks the same, and retries and logs a warning while no broker answers.
   *
   * @param patience how long to retry; even the shortest wait takes one request, up to 10 s
   */
  public static void check(KafkaConfig config, Duration patience) throws InterruptedException {
    long startNanos = System.nanoTime();
    while (true) {
      try {
        check(config);
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
      Thread.sleep(RETRY_INTERVAL.toMillis());
    }
  }

  /** An unknown limit counts as sufficient; the broker then refuses the first transaction. */
  private static void checkTransactions(
      Duration timeout, Optional<Duration> limit, String bootstrapServers) {
    if (limit.isPresent() && timeout.compareTo(limit.get()) > 0) {
      throw new UnusableKafkaException(
          "%s is %d s but the broker at %s allows at most %d s; set it lower, or raise the broker's %s"
              .formatted(
                  TaggingOptions.KAFKA_TRANSACTION_TIMEOUT.key(),
                  timeout.toSeconds(),
                  bootstrapServers,
                  limit.get().toSeconds(),
                  Topics.MAX_TRANSACTION_TIMEOUT));
    }
  }
}

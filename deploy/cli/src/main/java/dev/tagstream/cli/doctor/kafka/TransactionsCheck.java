package dev.tagstream.cli.doctor.kafka;

import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Checks that the broker accepts the job's transactions. For each topic of results it initializes a
 * transactional producer, whose id is the job's prefix with the name {@code doctor}, so that a
 * running job is not disturbed. It writes nothing.
 */
final class TransactionsCheck {

  private static final String NAME = "transaction";
  private static final String LONGEST = "transaction.max.timeout.ms";

  private final KafkaProbe probe;
  private final KafkaConfig config;
  private final List<Node> nodes;

  TransactionsCheck(KafkaProbe probe, KafkaConfig config, List<Node> nodes) {
    this.probe = probe;
    this.config = config;
    this.nodes = List.copyOf(nodes);
  }

  void examine(Findings findings) throws InterruptedException, RefusedException {
    ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, nodes.get(0).idString());
    OptionalLong longest = TopicFacts.number(TopicFacts.config(probe, broker), LONGEST);
    Duration wanted = config.writing().transactionTimeout();
    if (longest.isPresent() && wanted.toMillis() > longest.getAsLong()) {
      findings.failure(
          NAME, tooLong("at most %d s".formatted(longest.getAsLong() / 1000)), remedy());
      return;
    }
    for (String topic : config.topics().ofResults()) {
      introduce(
          "%s-%s-doctor".formatted(config.writing().transactionalIdPrefix(), topic), findings);
    }
  }

  private void introduce(String id, Findings findings) {
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties(id))) {
      producer.initTransactions();
      findings.ok(
          NAME,
          "%s is allowed, with a timeout of %d s"
              .formatted(id, config.writing().transactionTimeout().toSeconds()));
    } catch (KafkaException refused) {
      judge(id, KafkaProbe.rootCause(refused), findings);
    }
  }

  private Map<String, Object> properties(String id) {
    Map<String, Object> properties =
        KafkaProbe.connection(config)
            .with(
                Map.of(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    id,
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                    (int) config.writing().transactionTimeout().toMillis(),
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                    ByteArraySerializer.class,
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                    ByteArraySerializer.class));
    properties.putAll(config.properties().producer());
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, KafkaProbe.PATIENCE.toMillis());
    return properties;
  }

  private void judge(String id, Throwable refused, Findings findings) {
    if (refused instanceof InvalidTxnTimeoutException) {
      findings.failure(NAME, tooLong("less"), remedy());
    } else if (refused instanceof AuthorizationException) {
      findings.failure(
          NAME,
          "%s may not be used by this user".formatted(id),
          "allow it to describe and to write transactional ids that begin with "
              + config.writing().transactionalIdPrefix());
    } else if (refused instanceof TimeoutException) {
      findings.failure(
          NAME,
          "no broker coordinates %s; there are %d".formatted(id, nodes.size()),
          "start at least as many as the brokers' transaction.state.log.replication.factor");
    } else {
      findings.failure(
          NAME, "%s: %s".formatted(id, refused.getMessage()), "check the broker's log");
    }
  }

  private String tooLong(String allowed) {
    return "%s is %d s but the broker allows %s"
        .formatted(
            TaggingOptions.KAFKA_TRANSACTION_TIMEOUT.key(),
            config.writing().transactionTimeout().toSeconds(),
            allowed);
  }

  private static String remedy() {
    return "set it lower, or raise the broker's " + LONGEST;
  }
}

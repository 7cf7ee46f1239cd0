package dev.tagstream.pipeline.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The answers of a broker; one that says no becomes an exception of one line.
 *
 * @param bootstrapServers the address, for these messages
 */
record BrokerAnswers(String bootstrapServers) {

  /** How long one request waits for its answer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Waits for an answer.
   *
   * @param names of the topics that the request is about
   * @throws UnusableKafkaException if no broker answers, a topic does not exist, or the broker
   *     refuses
   */
  <T> T await(List<String> names, KafkaFuture<T> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw refusal(names, requireNonNull(e.getCause()));
    }
  }

  private UnusableKafkaException refusal(List<String> names, Throwable cause) {
    if (cause instanceof TimeoutException) {
      return new UnreachableKafkaException(
          "no Kafka broker answers at %s (waited %d s); check the address and that it runs"
              .formatted(bootstrapServers, PATIENCE.toSeconds()));
    }
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new UnusableKafkaException(
          "the broker at %s has no topic named %s; create it with 'tagstream topics create', or name another"
              .formatted(bootstrapServers, String.join(" or ", names)));
    }
    return new UnusableKafkaException(
        "the broker at %s refuses access to %s: %s"
            .formatted(bootstrapServers, String.join(", ", names), cause.getMessage()));
  }

  /** The client cannot even be made: the address or a property is invalid. */
  UnreachableKafkaException noConnection(KafkaException e) {
    return new UnreachableKafkaException(
        "cannot connect to '%s': %s".formatted(bootstrapServers, rootCause(e).getMessage()));
  }

  static Throwable rootCause(Throwable e) {
    return e.getCause() == null ? e : rootCause(e.getCause());
  }
}

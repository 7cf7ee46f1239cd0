package dev.tagstream.pipeline.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The leaders of new topics' partitions. A new topic is in the brokers' metadata before its leaders
 * accept records. A producer that begins too early can lose the order of its sequence numbers, and
 * then retries its first batch in vain.
 */
record PartitionLeaders(Admin admin, BrokerAnswers answers) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(50);

  /**
   * Waits until the leader of every partition answers.
   *
   * @throws UnusableKafkaException if one does not answer in time
   */
  void await(List<NewTopic> topics) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> all = new HashMap<>();
    for (NewTopic topic : topics) {
      IntStream.range(0, topic.numPartitions())
          .forEach(
              number -> all.put(new TopicPartition(topic.name(), number), OffsetSpec.latest()));
    }
    long startNanos = System.nanoTime();
    while (true) {
      try {
        admin.listOffsets(all).all().get();
        return;
      } catch (ExecutionException e) {
        Throwable cause = BrokerAnswers.rootCause(e);
        Duration waited = Duration.ofNanos(System.nanoTime() - startNanos);
        if (waited.compareTo(PATIENCE) > 0 || !(cause instanceof RetriableException)) {
          throw noLeader(topics, waited, cause);
        }
        Thread.sleep(RETRY_INTERVAL.toMillis());
      }
    }
  }

  private UnusableKafkaException noLeader(List<NewTopic> topics, Duration waited, Throwable cause) {
    return new UnusableKafkaException(
        "the broker at %s created %s but not every partition's leader answers (waited %d s): %s"
            .formatted(
                answers.bootstrapServers(),
                topics.stream().map(NewTopic::name).collect(Collectors.joining(", ")),
                waited.toSeconds(),
                cause.getMessage()));
  }
}

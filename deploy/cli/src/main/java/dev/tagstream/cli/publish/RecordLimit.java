package dev.tagstream.cli.publish;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The largest record for a topic, and the setting that limits it.
 *
 * @param bytes of the record, including its key and Kafka's own headers
 * @param rule the setting, in words that follow "but"
 * @param setting the setting to raise
 */
record RecordLimit(int bytes, String rule, String setting) {

  /** The room for id, key and headers beside the image. */
  private static final int OVERHEAD_BYTES = 16 << 10;

  private static final int MEBIBYTE = 1 << 20;

  /**
   * Asks the broker for the topic's limit, and respects the user's settings of the producer.
   *
   * @throws UnusableKafkaException if no broker answers or it has no such topic
   */
  static RecordLimit of(KafkaConnection connection, String topic) throws InterruptedException {
    int ofTopic;
    try (Topics topics = Topics.of(connection)) {
      ofTopic = topics.maxMessageBytes(topic);
    }
    String ofProducer = connection.clientProperties().get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    if (ofProducer != null
        && ofProducer.matches("\\d{1,9}")
        && Integer.parseInt(ofProducer) < ofTopic) {
      return new RecordLimit(
          Integer.parseInt(ofProducer),
          "max.request.size is " + ofProducer,
          "--client-property " + ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    }
    return new RecordLimit(
        ofTopic,
        "topic %s takes %d".formatted(topic, ofTopic),
        "%s of topic %s".formatted(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, topic));
  }

  /** The remedy for files of up to {@code largestBytes} bytes. */
  String remedy(long largestBytes) {
    long needed = (largestBytes + OVERHEAD_BYTES + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE;
    if (needed > Integer.MAX_VALUE) {
      return "no record of Kafka takes a file of %d bytes; leave it out with --exclude, or make it"
              .formatted(largestBytes)
          + " smaller";
    }
    return "to send their bytes, raise %s to %d, and check tagging.limits.max-encoded-bytes"
        .formatted(setting, needed);
  }
}

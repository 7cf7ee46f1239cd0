package dev.tagstream.cli.publish;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The largest record for a topic, and the setting that limits it.
 *
 * @param bytes including its key and Kafka's own headers
 * @param rule the setting, as words to follow "but"
 * @param setting to raise
 */
record RecordLimit(int bytes, String rule, String setting) {

  /** Beside the image: id, key and headers. */
  private static final int OVERHEAD_BYTES = 16 << 10;

  private static final int MEBIBYTE = 1 << 20;

  /**
   * Asks the broker, and heeds what the user set for the producer.
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

  /** How to make files of up to so many bytes fit. */
  String remedy(long largestBytes) {
    long needed = (largestBytes + OVERHEAD_BYTES + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE;
    return "to send their bytes, raise %s to %d, and mind tagging.limits.max-encoded-bytes"
        .formatted(setting, needed);
  }
}

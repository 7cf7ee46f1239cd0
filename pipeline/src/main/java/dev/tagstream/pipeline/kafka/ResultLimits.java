package dev.tagstream.pipeline.kafka;

import dev.tagstream.pipeline.config.KafkaConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The size limits of results: those of their topics and of the producer. Read when the job is
 * built; larger results are truncated. See {@link RecordLimit} for later changes.
 *
 * @param maxTagsBytes the largest record of the tags topic, at least {@link #LEAST_BYTES}
 * @param maxRejectBytes the largest record of the rejects topic, at least {@link #LEAST_BYTES}
 * @param maxShadowBytes the largest record of the shadow topic, at least {@link #LEAST_BYTES}; of
 *     no meaning without that topic
 * @param maxAlsoBytes the largest record of each topic of a further model, in the order of {@link
 *     KafkaConfig.Topics#also}, each at least {@link #LEAST_BYTES}
 */
public record ResultLimits(
    int maxTagsBytes, int maxRejectBytes, int maxShadowBytes, List<Integer> maxAlsoBytes) {

  public ResultLimits {
    maxAlsoBytes = List.copyOf(maxAlsoBytes);
  }

  /** Limits of a job that has one model and takes no shadow. */
  public ResultLimits(int maxTagsBytes, int maxRejectBytes) {
    this(maxTagsBytes, maxRejectBytes, LEAST_BYTES, List.of());
  }

  /** Truncation always leaves an id and a reason: an id has up to 3 KB and is also the key. */
  public static final int LEAST_BYTES = 16 << 10;

  /** The default of {@link ProducerConfig#BUFFER_MEMORY_CONFIG}. */
  private static final int DEFAULT_BUFFER_BYTES = 32 << 20;

  /**
   * Reads the limits from the broker.
   *
   * @throws UnusableKafkaException if no broker answers, a topic does not exist, or a topic accepts
   *     too little for any result
   */
  public static ResultLimits of(KafkaConfig config) throws InterruptedException {
    try (Topics topics = Topics.of(KafkaConnection.of(config))) {
      String shadow = config.topics().shadow();
      List<Integer> also = new ArrayList<>();
      for (String topic : config.topics().also()) {
        also.add(limit(config, topics, topic));
      }
      return new ResultLimits(
          limit(config, topics, config.topics().tags()),
          limit(config, topics, config.topics().rejects()),
          shadow == null ? LEAST_BYTES : limit(config, topics, shadow),
          also);
    }
  }

  private static int limit(KafkaConfig config, Topics topics, String topic)
      throws InterruptedException {
    int maxMessageBytes = ofTopic(topics, topic);
    int ofProducer = ofProducer(config.properties().forProducer());
    if (ofProducer < LEAST_BYTES) {
      throw new UnusableKafkaException(
          "the producer may send %d bytes but results need up to %d; raise its max.request.size and buffer.memory"
              .formatted(ofProducer, LEAST_BYTES));
    }
    return Math.min(maxMessageBytes, ofProducer);
  }

  /** The largest record that a topic takes, in bytes. */
  static int ofTopic(Topics topics, String topic) throws InterruptedException {
    int maxMessageBytes = topics.maxMessageBytes(topic);
    if (maxMessageBytes < LEAST_BYTES) {
      throw new UnusableKafkaException(
          "topic %s takes records of %d bytes but results need up to %d; raise its max.message.bytes"
              .formatted(topic, maxMessageBytes, LEAST_BYTES));
    }
    return maxMessageBytes;
  }

  private static int number(Map<String, String> properties, String name, int otherwise) {
    try {
      return Integer.parseInt(properties.getOrDefault(name, String.valueOf(otherwise)));
    } catch (NumberFormatException notANumber) {
      // the producer reports the invalid value itself
      return otherwise;
    }
  }

  /** A producer refuses records above its request size or its buffer memory. */
  private static int ofProducer(Map<String, String> properties) {
    return Math.min(
        number(properties, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.MAX_VALUE),
        number(properties, ProducerConfig.BUFFER_MEMORY_CONFIG, DEFAULT_BUFFER_BYTES));
  }
}

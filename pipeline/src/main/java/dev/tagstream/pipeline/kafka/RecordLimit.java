package dev.tagstream.pipeline.kafka;

import java.io.Serializable;

/**
 * The largest record that a topic accepts. Each task asks the broker when it starts. The topic's
 * limit may be lower by then than when the job was built; without asking again, a job that failed
 * for this reason would fail after every restart.
 */
@FunctionalInterface
interface RecordLimit extends Serializable {

  /**
   * In bytes, at least {@link ResultLimits#LEAST_BYTES}.
   *
   * @throws UnusableKafkaException if no broker answers, or the limit is too low for any result
   */
  int bytes() throws InterruptedException;

  /**
   * The limit that the broker reports, but at most the one from when the job was built, which is
   * the limit of the producer.
   */
  static RecordLimit ofTopic(KafkaConnection connection, String topic, int bytesAtBuild) {
    return () -> {
      try (Topics topics = Topics.of(connection)) {
        return Math.min(bytesAtBuild, ResultLimits.ofTopic(topics, topic));
      }
    };
  }
}

package dev.tagstream.pipeline.kafka;

import java.io.Serializable;

/**
 * The largest record that a topic takes. Each task asks as it starts: a topic may take less by then
 * than when the job was built, and the job, which has failed for that, shall not fail for ever.
 */
@FunctionalInterface
interface RecordLimit extends Serializable {

  /**
   * In bytes, at least {@link ResultLimits#LEAST_BYTES}.
   *
   * @throws UnusableKafkaException if no broker tells, or the topic takes too little for any result
   */
  int bytes() throws InterruptedException;

  /**
   * What the broker says when it is asked, and no more than when the job was built: its producer
   * has that for a limit.
   */
  static RecordLimit ofTopic(KafkaConnection connection, String topic, int bytesAtBuild) {
    return () -> {
      try (Topics topics = Topics.of(connection)) {
        return Math.min(bytesAtBuild, ResultLimits.ofTopic(topics, topic));
      }
    };
  }
}

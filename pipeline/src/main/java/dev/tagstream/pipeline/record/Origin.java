package dev.tagstream.pipeline.record;

/**
 * Where a record lay when it was sent first. It was rejected since, at least once, and put back on
 * a topic.
 *
 * @param topic the topic
 * @param partition the partition, from 0
 * @param offset the offset in the partition, from 0
 * @param attempt 2 for a record that was put back once, one more for each time after
 */
public record Origin(String topic, int partition, long offset, int attempt) {

  private static final int FIRST_REPEATED_ATTEMPT = 2;

  public Origin {
    if (partition < 0 || offset < 0 || attempt < FIRST_REPEATED_ATTEMPT) {
      throw new IllegalArgumentException(
          "no record was put back from %s-%d@%d in attempt %d"
              .formatted(topic, partition, offset, attempt));
    }
  }
}

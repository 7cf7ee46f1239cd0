package dev.tagstream.pipeline.record;

/**
 * The original place of a record that was rejected and replayed, at least once.
 *
 * @param topic the topic
 * @param partition the partition, from 0
 * @param offset the offset in the partition, from 0
 * @param attempt 2 for a record that was replayed once, one more for each further replay
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

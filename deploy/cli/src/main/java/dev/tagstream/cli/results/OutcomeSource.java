package dev.tagstream.cli.results;

import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;

/**
 * The source record of an outcome.
 *
 * @param topic the topic; empty for an object
 * @param partition from 0; -1 for an object
 * @param offset from 0; -1 for an object
 */
public record OutcomeSource(String topic, int partition, long offset)
    implements Comparable<OutcomeSource> {

  /** The source of an outcome. */
  public static OutcomeSource of(Outcome outcome) {
    if (outcome instanceof Outcome.Result result) {
      ImageTags tags = result.avro();
      return new OutcomeSource(
          tags.getSourceTopic(), tags.getSourcePartition(), tags.getSourceOffset());
    }
    RejectedImage reject = ((Outcome.Reject) outcome).avro();
    return new OutcomeSource(
        reject.getSourceTopic(), reject.getSourcePartition(), reject.getSourceOffset());
  }

  boolean isRecord() {
    return !topic.isEmpty() && partition >= 0 && offset >= 0;
  }

  @Override
  public int compareTo(OutcomeSource other) {
    int byTopic = topic.compareTo(other.topic);
    int byPartition = byTopic == 0 ? Integer.compare(partition, other.partition) : byTopic;
    return byPartition == 0 ? Long.compare(offset, other.offset) : byPartition;
  }
}

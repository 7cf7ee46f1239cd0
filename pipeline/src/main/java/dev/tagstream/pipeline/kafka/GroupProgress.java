package dev.tagstream.pipeline.kafka;

/**
 * How far a consumer group has read a topic, by the offsets that it committed.
 *
 * @param records that the topic retains
 * @param lag those of them that the group has not committed
 */
public record GroupProgress(long records, long lag) {

  /** That of a topic without partitions. */
  public static final GroupProgress NONE = new GroupProgress(0, 0);

  /** The progress in two partitions. */
  GroupProgress plus(GroupProgress other) {
    return new GroupProgress(records + other.records, lag + other.lag);
  }

  /** The records that the group has committed. */
  public long read() {
    return records - lag;
  }
}

package dev.tagstream.pipeline.crash;

import dev.tagstream.pipeline.record.SourceRecord;

/**
 * What tells a record from all others, also from one at the same offset of a topic that was deleted
 * and made anew.
 *
 * @param topic the topic
 * @param partition the partition, from 0
 * @param offset the offset in the partition, from 0
 * @param timestampMillis the record's timestamp; -1 where there is none
 */
record Place(String topic, int partition, long offset, long timestampMillis) {

  static Place of(SourceRecord record) {
    return new Place(record.topic(), record.partition(), record.offset(), record.timestampMillis());
  }
}

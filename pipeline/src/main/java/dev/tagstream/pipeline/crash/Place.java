package dev.tagstream.pipeline.crash;

import dev.tagstream.pipeline.record.SourceRecord;

/**
 * Identifies a record, also across topics of one name that were deleted and recreated.
 *
 * @param topic the topic
 * @param partition the partition, from 0
 * @param offset the offset in the partition, from 0
 * @param timestampMillis the record's timestamp; -1 if there is none
 */
record Place(String topic, int partition, long offset, long timestampMillis) {

  static Place of(SourceRecord record) {
    return new Place(record.topic(), record.partition(), record.offset(), record.timestampMillis());
  }
}

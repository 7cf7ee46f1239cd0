package dev.tagstream.pipeline.outcome;

import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.Origin;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.SourceRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An image's source, as the fields of ImageTags and RejectedImage. */
record SourceFields(
    String topic,
    int partition,
    long offset,
    Instant timestamp,
    int attempt,
    @Nullable String firstTopic,
    @Nullable Integer firstPartition,
    @Nullable Long firstOffset,
    @Nullable String uri,
    @Nullable String member,
    @Nullable Long row,
    @Nullable String version) {

  private static final int FIRST_ATTEMPT = 1;

  /** The topic of an image that came from an object; its partition and offset are -1. */
  private static final String NO_TOPIC = "";

  private static final int NO_PLACE = -1;

  static SourceFields of(ImageSource source) {
    return source instanceof SourceRecord record
        ? ofRecord(record)
        : ofObject((SourceObject) source);
  }

  private static SourceFields ofRecord(SourceRecord record) {
    Origin origin = record.origin();
    return new SourceFields(
        record.topic(),
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestampMillis()),
        origin == null ? FIRST_ATTEMPT : origin.attempt(),
        origin == null ? null : origin.topic(),
        origin == null ? null : (Integer) origin.partition(),
        origin == null ? null : (Long) origin.offset(),
        null,
        null,
        null,
        null);
  }

  private static SourceFields ofObject(SourceObject object) {
    return new SourceFields(
        NO_TOPIC,
        NO_PLACE,
        NO_PLACE,
        Instant.ofEpochMilli(object.timestampMillis()),
        FIRST_ATTEMPT,
        null,
        null,
        null,
        object.uri(),
        object.member(),
        object.row(),
        object.version().isEmpty() ? null : object.version());
  }
}

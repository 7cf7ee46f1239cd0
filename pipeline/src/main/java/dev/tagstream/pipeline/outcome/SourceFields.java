package dev.tagstream.pipeline.outcome;

import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.Origin;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.SourceRecord;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Sets the source of an image in an ImageTags or a RejectedImage. The generated classes share no
 * type with setters, so the fields are found by name; both schemas give them the same names.
 */
final class SourceFields {

  private static final int FIRST_ATTEMPT = 1;

  /** The topic of an image that came from an object. */
  private static final String NO_TOPIC = "";

  private static final int NO_PARTITION = -1;
  private static final long NO_OFFSET = -1;

  private SourceFields() {}

  /**
   * Sets the fields of {@code outcome} that say where the image came from, and in which epoch, and
   * returns it.
   */
  static <R extends SpecificRecordBase> R set(R outcome, ImageSource source) {
    outcome.put("sourceTimestamp", Instant.ofEpochMilli(source.timestampMillis()));
    ModelEpoch epoch = source.epoch();
    if (epoch != null) {
      outcome.put("modelEpoch", epoch.number());
    }
    if (source instanceof SourceRecord record) {
      setRecord(outcome, record);
    } else {
      setObject(outcome, (SourceObject) source);
    }
    return outcome;
  }

  private static void setRecord(SpecificRecordBase outcome, SourceRecord record) {
    outcome.put("sourceTopic", record.topic());
    outcome.put("sourcePartition", record.partition());
    outcome.put("sourceOffset", record.offset());
    Origin origin = record.origin();
    if (origin == null) {
      outcome.put("attempt", FIRST_ATTEMPT);
      return;
    }
    outcome.put("attempt", origin.attempt());
    outcome.put("firstTopic", origin.topic());
    outcome.put("firstPartition", origin.partition());
    outcome.put("firstOffset", origin.offset());
  }

  private static void setObject(SpecificRecordBase outcome, SourceObject object) {
    outcome.put("sourceTopic", NO_TOPIC);
    outcome.put("sourcePartition", NO_PARTITION);
    outcome.put("sourceOffset", NO_OFFSET);
    outcome.put("attempt", FIRST_ATTEMPT);
    outcome.put("sourceUri", object.uri());
    outcome.put("sourceMember", object.member());
    outcome.put("sourceRow", object.row());
    outcome.put("sourceVersion", object.version().isEmpty() ? null : object.version());
  }
}

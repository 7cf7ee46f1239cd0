package dev.tagstream.sql.format;

import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A record of a topic of the job. */
@SuppressWarnings("ImmutableEnumChecker") // made by Map.of and Set.of; the buffer is empty
enum TopicRecord {
  IMAGE_EVENT(ImageEvent.class, Map.of(), Set.of()),
  IMAGE_TAGS(
      ImageTags.class,
      Map.ofEntries(
          Map.entry("sourceTopic", ""),
          Map.entry("sourcePartition", -1),
          Map.entry("sourceOffset", -1L),
          Map.entry("sourceTimestamp", Instant.ofEpochMilli(-1)),
          Map.entry("decodeMicros", 0L),
          Map.entry("queueMicros", 0L),
          Map.entry("inferenceMicros", 0L)),
      Set.of("taggedAt")),
  REJECTED_IMAGE(
      RejectedImage.class,
      Map.of(
          "sourceTopic",
          "",
          "sourcePartition",
          -1,
          "sourceOffset",
          -1L,
          "sourceTimestamp",
          Instant.ofEpochMilli(-1),
          "value",
          ByteBuffer.allocate(0),
          "valueBytes",
          0L),
      Set.of("rejectedAt"));

  private final Class<? extends SpecificRecord> type;
  private final Map<String, Object> ofNone;
  private final Set<String> times;

  /**
   * A record.
   *
   * @param ofNone what its schema's documentation, or a count of nothing, puts where there is no
   *     value
   * @param times the fields that are the time of writing where there is no other
   */
  TopicRecord(Class<? extends SpecificRecord> type, Map<String, Object> ofNone, Set<String> times) {
    this.type = type;
    this.ofNone = ofNone;
    this.times = times;
  }

  /** The record of a name in a statement, such as {@code ImageEvent}; null if there is none. */
  static @Nullable TopicRecord named(String name) {
    return Arrays.stream(values())
        .filter(known -> known.recordName().equals(name))
        .findFirst()
        .orElse(null);
  }

  String recordName() {
    return type.getSimpleName();
  }

  Class<? extends SpecificRecord> type() {
    return type;
  }

  Schema schema() {
    return data().getSchema(type);
  }

  SpecificData data() {
    return SpecificData.getForClass(type);
  }

  /**
   * The value of a field for which a row has none.
   *
   * @throws MissingValueException if readers need one
   */
  @Nullable Object absent(Schema.Field field) {
    if (ofNone.containsKey(field.name())) {
      return ofNone.get(field.name());
    }
    if (times.contains(field.name())) {
      return Instant.now();
    }
    if (field.hasDefaultValue()) {
      return data().getDefaultValue(field);
    }
    throw new MissingValueException(
        "a row of %s must have the field %s but it is NULL".formatted(recordName(), field.name()));
  }
}

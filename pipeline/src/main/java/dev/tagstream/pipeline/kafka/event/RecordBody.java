package dev.tagstream.pipeline.kafka.event;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.FieldsConfig;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.RecordDecoder;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Reads the events of one writer schema from the Avro records behind a header. */
@FunctionalInterface
interface RecordBody {

  /**
   * Reads an event.
   *
   * @param value of the record
   * @param headerBytes the length of the header before the Avro record
   */
  Event read(SourceRecord record, ByteRange value, int headerBytes) throws UnreadableEventException;

  /**
   * The reader for a schema. If the job cannot read its records, each of them is unreadable.
   *
   * @param fields the mapping; null if the records are ImageEvents
   */
  static RecordBody of(Schema writer, @Nullable FieldsConfig fields) {
    try {
      return fields == null ? imageEvents(writer) : mapped(writer, fields);
    } catch (IllegalArgumentException unusable) {
      String detail =
          "the schema %s cannot be used: %s".formatted(writer.getFullName(), unusable.getMessage());
      return (record, value, headerBytes) -> {
        throw new UnreadableEventException(RejectReason.UNKNOWN_SCHEMA, detail);
      };
    }
  }

  private static RecordBody imageEvents(Schema writer) {
    WriterSchemas.requireImageEvents(writer);
    RecordDecoder<ImageEvent> decoder = RecordDecoder.of(ImageEvent.class, writer);
    return (record, value, headerBytes) -> event(decode(decoder, value, headerBytes));
  }

  private static RecordBody mapped(Schema writer, FieldsConfig fields) {
    RecordMapping mapping = RecordMapping.of(writer, fields);
    RecordDecoder<GenericRecord> decoder = RecordDecoder.generic(writer);
    return (record, value, headerBytes) ->
        mapping.event(decode(decoder, value, headerBytes), record);
  }

  /** The event in Tagstream's own record. */
  static Event event(ImageEvent event) {
    return new Event(
        event.getId(),
        event.getImage() == null ? null : ByteRange.of(event.getImage()),
        event.getUri(),
        event.getEventTime() == null ? null : event.getEventTime().toEpochMilli(),
        event.getAttributes());
  }

  private static <T> T decode(RecordDecoder<T> decoder, ByteRange value, int headerBytes)
      throws UnreadableEventException {
    try {
      return decoder.decode(
          value.array(), value.offset() + headerBytes, value.length() - headerBytes);
    } catch (MalformedMessageException malformed) {
      throw new UnreadableEventException(
          RejectReason.NOT_AN_IMAGE_EVENT, String.valueOf(malformed.getMessage()));
    }
  }
}

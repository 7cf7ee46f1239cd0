package dev.tagstream.pipeline.kafka.event;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.FieldsConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.SingleObjectHeader;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** Readers of Avro's single-object encoding. */
final class SingleObjectEvents {

  private static final String REMEDY =
      "; add the sender's .avsc to " + TaggingOptions.KAFKA_WRITER_SCHEMAS.key();

  private SingleObjectEvents() {}

  /** A reader of ImageEvents. */
  static EventReader ofImageEvents(WriterSchemas writers) {
    SingleObjectDecoder<ImageEvent> decoder =
        SingleObjectDecoder.of(ImageEvent.class, writers.parsed());
    return (record, value) -> {
      try {
        return RecordBody.event(decoder.decode(value.array(), value.offset(), value.length()));
      } catch (MalformedMessageException malformed) {
        throw notAnEvent(malformed);
      } catch (UnknownSchemaException unknown) {
        throw new UnreadableEventException(
            RejectReason.UNKNOWN_SCHEMA, unknown.getMessage() + REMEDY);
      }
    };
  }

  /** A reader of senders' own records. */
  static EventReader mapped(WriterSchemas writers, FieldsConfig fields) {
    Map<Long, RecordBody> bodies = new HashMap<>();
    for (Schema writer : writers.parsed()) {
      bodies.put(SchemaNormalization.parsingFingerprint64(writer), RecordBody.of(writer, fields));
    }
    return (record, value) -> mapped(record, value, bodies);
  }

  private static Event mapped(SourceRecord record, ByteRange value, Map<Long, RecordBody> bodies)
      throws UnreadableEventException {
    long fingerprint;
    try {
      fingerprint = SingleObjectHeader.fingerprint(value.array(), value.offset(), value.length());
    } catch (MalformedMessageException malformed) {
      throw notAnEvent(malformed);
    }
    RecordBody body = bodies.get(fingerprint);
    if (body == null) {
      throw new UnreadableEventException(
          RejectReason.UNKNOWN_SCHEMA,
          "the fingerprint %016x is of no known schema%s".formatted(fingerprint, REMEDY));
    }
    return body.read(record, value, SingleObjectHeader.BYTES);
  }

  private static UnreadableEventException notAnEvent(MalformedMessageException malformed) {
    return new UnreadableEventException(
        RejectReason.NOT_AN_IMAGE_EVENT, String.valueOf(malformed.getMessage()));
  }
}

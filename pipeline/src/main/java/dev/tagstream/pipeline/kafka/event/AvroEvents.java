package dev.tagstream.pipeline.kafka.event;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.FieldsConfig;
import dev.tagstream.pipeline.config.Framing;
import dev.tagstream.pipeline.kafka.registry.MissingSchemaException;
import dev.tagstream.pipeline.kafka.registry.SchemaCache;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.SourceRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads Avro records that name their schema by its id in a registry, or by its fingerprint. */
final class AvroEvents implements EventReader {

  private static final byte MAGIC = 0;

  private final Framing framing;
  private final @Nullable FieldsConfig fields;
  private final EventReader withoutId;
  private final SchemaCache registry;
  private final Map<Long, RecordBody> bodies = new HashMap<>();
  private final Map<Long, String> schemas = new TreeMap<>();

  /** The last id and its reader: most topics have one schema, and a map would box the id. */
  private long lastId;

  private @Nullable RecordBody last;

  /**
   * A reader.
   *
   * @param framing with ids, or auto
   * @param fields the mapping; null if the records are ImageEvents
   * @param withoutId reads records that name their schema otherwise
   * @param registry the schemas of ids; this reader closes it
   * @param seen schemas that need not be asked for, by their ids
   */
  AvroEvents(
      Framing framing,
      @Nullable FieldsConfig fields,
      EventReader withoutId,
      SchemaCache registry,
      Map<Long, String> seen) {
    this.framing = framing;
    this.fields = fields;
    this.withoutId = withoutId;
    this.registry = registry;
    seen.forEach(this::restore);
  }

  @Override
  public Event read(SourceRecord record, ByteRange value)
      throws UnreadableEventException, InterruptedException {
    if (framing == Framing.AUTO && value.get(0) != MAGIC) {
      return withoutId.read(record, value);
    }
    Frame frame = Frame.read(value, framing == Framing.AUTO ? Framing.CONFLUENT : framing);
    if (frame == null) {
      throw new UnreadableEventException(
          RejectReason.NOT_AN_IMAGE_EVENT,
          "a message begins with 00 and the id of its schema in %d bytes but these are %d bytes from %02X on"
              .formatted(
                  framing == Framing.APICURIO ? Long.BYTES : Integer.BYTES,
                  value.length(),
                  value.get(0)));
    }
    return body(frame.schemaId()).read(record, value, frame.bytes());
  }

  private RecordBody body(long id) throws UnreadableEventException, InterruptedException {
    if (last != null && lastId == id) {
      return last;
    }
    RecordBody known = bodies.get(id);
    last = known == null ? ask(id) : known;
    lastId = id;
    return last;
  }

  private RecordBody ask(long id) throws UnreadableEventException, InterruptedException {
    try {
      return add(id, registry.find(id));
    } catch (MissingSchemaException missing) {
      throw new UnreadableEventException(RejectReason.UNKNOWN_SCHEMA_ID, missing.detail());
    }
  }

  private void restore(long id, String json) {
    Schema schema = new Schema.Parser().parse(json);
    add(id, schema);
    registry.add(id, schema);
  }

  private RecordBody add(long id, Schema schema) {
    RecordBody body = RecordBody.of(schema, fields);
    bodies.put(id, body);
    schemas.put(id, schema.toString());
    return body;
  }

  @Override
  public Map<Long, String> schemas() {
    return schemas;
  }

  @Override
  public void close() {
    registry.close();
  }
}

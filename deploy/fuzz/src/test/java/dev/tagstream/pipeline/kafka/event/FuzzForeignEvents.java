package dev.tagstream.pipeline.kafka.event;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.FieldsConfig;
import dev.tagstream.pipeline.config.Framing;
import dev.tagstream.pipeline.record.SourceRecord;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;

/** Values of the images topic in the formats of others; the first byte selects the format. */
public final class FuzzForeignEvents {

  private static final String SCHEMA =
      """
      {"type": "record", "name": "Shot", "fields": [
        {"name": "name", "type": ["null", "string"]},
        {"name": "taken", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "labels", "type": {"type": "map", "values": ["null", "double"]}},
        {"name": "before", "type": ["null", "Shot"]},
        {"name": "nothing", "type": {"type": "array", "items": "null"}},
        {"name": "picture", "type": ["null", "bytes"]}]}
      """;

  private static final FieldsConfig FIELDS =
      new FieldsConfig("picture", null, "name", "taken", List.of(FieldsConfig.ALL));

  private static final RecordBody BODY =
      RecordBody.of(new Schema.Parser().parse(SCHEMA), FIELDS);

  private static final List<EventReader> FORMATS =
      List.of(
          new JsonEvents(JsonEvents.USUAL),
          new JsonEvents(FIELDS),
          new S3Notifications(),
          FuzzForeignEvents::framed);

  private FuzzForeignEvents() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws InterruptedException {
    if (bytes.length < 2) {
      return;
    }
    ByteRange value =
        ByteRange.of(ByteBuffer.wrap(bytes, 1, bytes.length - 1));
    SourceRecord record = new SourceRecord("images", 0, 0, -1, value);
    try {
      EventRules.firstBroken(
          FORMATS.get(Math.floorMod(bytes[0], FORMATS.size())).read(record, value));
    } catch (UnreadableEventException refused) {
      // as it should be
    }
  }

  private static Event framed(SourceRecord record, ByteRange value)
      throws UnreadableEventException {
    Frame frame = Frame.read(value, Framing.CONFLUENT);
    return BODY.read(record, value, frame == null ? 0 : frame.bytes());
  }
}

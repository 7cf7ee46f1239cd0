package dev.tagstream.pipeline.delivery;

import dev.tagstream.pipeline.TestImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Records of somebody else's schema, in the frames of a registry. */
final class ForeignShots {

  /** The schema; a later version differs in its doc. */
  static final String SCHEMA =
      """
      {"type": "record", "name": "Shot", "namespace": "com.example", "doc": "1", "fields": [
        {"name": "serial", "type": "string"},
        {"name": "payload", "type": {"type": "record", "name": "Payload", "fields": [
          {"name": "image", "type": ["null", "bytes"]}]}}]}
      """;

  private static final byte[] RED = TestImages.png(0xFF0000, 40, 30);

  private ForeignShots() {}

  /** Records of a red image each. */
  static List<ColorEvents.Event> red(String idPrefix, int count, long schemaId) {
    return IntStream.range(0, count)
        .mapToObj(i -> event(idPrefix + i, schemaId, idPrefix + i + ": red"))
        .toList();
  }

  /** Records with an id that the registry does not have. */
  static List<ColorEvents.Event> ofUnknownSchema(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> event("unread-" + i, 404, "null: UNKNOWN_SCHEMA_ID"))
        .toList();
  }

  private static ColorEvents.Event event(String id, long schemaId, String answer) {
    Schema schema = new Schema.Parser().parse(SCHEMA);
    GenericRecord payload = new GenericData.Record(schema.getField("payload").schema());
    payload.put("image", ByteBuffer.wrap(RED));
    GenericRecord shot = new GenericData.Record(schema);
    shot.put("serial", id);
    shot.put("payload", payload);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt((int) schemaId).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<GenericRecord>(schema).write(shot, encoder);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new ColorEvents.Event(bytes.toByteArray(), answer);
  }
}

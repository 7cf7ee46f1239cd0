package dev.tagstream.pipeline.kafka.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;

/**
 * Events of a sender that is newer than the job: it knows fields that the job does not, with
 * defaults and without, and leaves one out.
 */
public final class NewerEvents {

  public static final String SCHEMA =
      """
      {"type": "record", "name": "ImageEvent", "namespace": "dev.tagstream.schemas", "fields": [
        {"name": "cameras", "type": {"type": "array", "items": "string"}},
        {"name": "id", "type": "string"},
        {"name": "priority", "type": "int", "default": 5},
        {"name": "image", "type": ["null", "bytes"], "default": null},
        {"name": "place", "type": {"type": "record", "name": "Place", "fields": [
          {"name": "latitude", "type": "double"}, {"name": "longitude", "type": "double"}]}},
        {"name": "uri", "type": ["null", "string"], "default": null},
        {"name": "attributes", "type": {"type": "map", "values": "string"}, "default": {}}
      ]}
      """;

  private NewerEvents() {}

  /** An event in single-object encoding. */
  public static byte[] encoded(String id, byte[] image) throws IOException {
    Schema schema = new Schema.Parser().parse(SCHEMA);
    GenericData.Record place = new GenericData.Record(schema.getField("place").schema());
    place.put("latitude", 52.5);
    place.put("longitude", 13.4);
    return new BinaryMessageEncoder<GenericData.Record>(GenericData.get(), schema)
        .encode(
            new GenericRecordBuilder(schema)
                .set("id", id)
                .set("cameras", List.of("north", "south"))
                .set("place", place)
                .set("image", ByteBuffer.wrap(image))
                .build())
        .array();
  }
}

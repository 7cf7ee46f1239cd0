package dev.tagstream.pipeline.outcome;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * An outcome as one line of JSON: the fields of its record under their names, in their order. Times
 * are milliseconds since 1970-01-01 UTC, as in Avro; a reject's {@code value}, the bytes of its
 * record, is left out.
 */
public final class OutcomeJson {

  private static final JsonFactory JSON = new JsonFactory();

  private OutcomeJson() {}

  /** Gives the line of an ImageTags or a RejectedImage, without a line end. */
  public static String line(IndexedRecord outcome) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      write(json, outcome);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  private static void write(JsonGenerator json, IndexedRecord fields) throws IOException {
    json.writeStartObject();
    for (Schema.Field field : fields.getSchema().getFields()) {
      if (field.schema().getType() != Schema.Type.BYTES) {
        json.writeFieldName(field.name());
        writeValue(json, fields.get(field.pos()));
      }
    }
    json.writeEndObject();
  }

  private static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Float number) {
      json.writeNumber(number);
    } else if (value instanceof Instant time) {
      json.writeNumber(time.toEpochMilli());
    } else if (value instanceof IndexedRecord fields) {
      write(json, fields);
    } else if (value instanceof List<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        writeValue(json, item);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> entries) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        writeValue(json, entry.getValue());
      }
      json.writeEndObject();
    } else {
      // strings and the symbols of enums
      json.writeString(value.toString());
    }
  }
}

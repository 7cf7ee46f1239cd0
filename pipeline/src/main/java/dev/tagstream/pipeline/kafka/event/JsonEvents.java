package dev.tagstream.pipeline.kafka.event;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.FieldsConfig;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.SourceRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads events in JSON in one pass. The image is base64, which is decoded from the record's bytes
 * without text in between.
 */
final class JsonEvents implements EventReader {

  /** The fields of events whose fields are not mapped. */
  static final FieldsConfig USUAL =
      new FieldsConfig("image", "uri", "id", "eventTime", List.of("attributes"));

  private static final int MAX_DEPTH = 64;

  private static final Base64Variant BASE64 = Base64Variants.MIME_NO_LINEFEEDS.withPaddingAllowed();

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  // a text has no more characters than its record has bytes
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .build();

  private final FieldsConfig fields;

  JsonEvents(FieldsConfig fields) {
    this.fields = fields;
  }

  @Override
  public Event read(SourceRecord record, ByteRange value) throws UnreadableEventException {
    try (JsonParser parser = factory.createParser(value.array(), value.offset(), value.length())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw notAnEvent("the value is not a JSON object");
      }
      Found found = new Found();
      readObject(parser, "", found);
      if (parser.nextToken() != null) {
        throw notAnEvent("the value has more than one JSON object");
      }
      return found.event(record);
    } catch (JsonProcessingException malformed) {
      throw notAnEvent("the value is not valid JSON: " + oneLine(malformed.getOriginalMessage()));
    } catch (IOException malformed) {
      throw notAnEvent("the value is not valid JSON: " + oneLine(malformed.getMessage()));
    }
  }

  private void readObject(JsonParser parser, String prefix, Found found)
      throws IOException, UnreadableEventException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String path = prefix + parser.currentName();
      switch (parser.nextToken()) {
        case START_OBJECT -> readObject(parser, path + ".", found);
        case START_ARRAY -> parser.skipChildren();
        case VALUE_NULL -> {}
        default -> found.take(path, parser);
      }
    }
  }

  private static UnreadableEventException notAnEvent(String detail) {
    return new UnreadableEventException(RejectReason.NOT_AN_IMAGE_EVENT, detail);
  }

  private static String oneLine(@Nullable String message) {
    String line = String.valueOf(message).lines().findFirst().orElse("").strip();
    // Jackson's description of its source, which is not shown anyway
    int source = line.indexOf(" (start marker");
    return source < 0 ? line : line.substring(0, source);
  }

  /** The fields of one event. */
  private final class Found {

    private @Nullable ByteRange image;
    private @Nullable String uri;
    private @Nullable String id;
    private @Nullable Long eventTimeMillis;
    private final Map<String, String> attributes = new HashMap<>();

    Event event(SourceRecord record) {
      return new Event(
          id == null ? Event.idOf(record) : id, image, uri, eventTimeMillis, attributes);
    }

    /** Takes a single value that is not null. */
    void take(String path, JsonParser parser) throws IOException, UnreadableEventException {
      if (path.equals(fields.image())) {
        requireText(path, parser);
        image = ByteRange.of(parser.getBinaryValue(BASE64));
      } else if (path.equals(fields.uri())) {
        requireText(path, parser);
        uri = parser.getText();
      } else if (path.equals(fields.id())) {
        id = parser.getText();
      } else if (path.equals(fields.eventTime())) {
        eventTimeMillis =
            parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                ? Long.valueOf(parser.getLongValue())
                : Long.valueOf(EventTimes.ofText(path, parser.getText()));
      } else {
        takeAttribute(path, parser);
      }
    }

    private void takeAttribute(String path, JsonParser parser) throws IOException {
      for (String attribute : fields.attributes()) {
        if (attribute.equals(FieldsConfig.ALL) || attribute.equals(path)) {
          attributes.put(path, parser.getText());
          return;
        }
        if (path.startsWith(attribute + ".")) {
          attributes.put(path.substring(attribute.length() + 1), parser.getText());
          return;
        }
      }
    }

    private void requireText(String path, JsonParser parser) throws UnreadableEventException {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw new UnreadableEventException(
            RejectReason.INVALID_EVENT, "%s must be text".formatted(oneLine(path)));
      }
    }
  }
}

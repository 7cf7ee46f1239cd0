package dev.tagstream.cli.tag.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tagstream.console.Printable;
import dev.tagstream.pipeline.record.Tag;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object a line. Its fields have the names that they have in {@code tagstream results
 * --json}.
 */
final class JsonFormat implements RecordFormat {

  private static final JsonFactory JSON = new JsonFactory();

  private static final String ID = "id";
  private static final String REASON = "reason";
  private static final String MODEL_SHA256 = "modelSha256";

  private final ModelFacts model;

  JsonFormat(ModelFacts model) {
    this.model = model;
  }

  @Override
  public String header() {
    return "";
  }

  @Override
  public RecordEnd end() {
    return RecordEnd.LINE_FEED;
  }

  @Override
  public String record(Answer answer) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField(ID, answer.id());
      if (answer instanceof Answer.Tagged tagged) {
        write(json, tagged);
      } else if (answer instanceof Answer.Rejected rejected) {
        json.writeStringField(REASON, rejected.reason());
        json.writeStringField("detail", rejected.detail());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Printable.json(line.toString());
  }

  private void write(JsonGenerator json, Answer.Tagged tagged) throws IOException {
    json.writeArrayFieldStart("tags");
    for (Tag tag : tagged.tags()) {
      json.writeStartObject();
      json.writeNumberField("index", tag.index());
      json.writeStringField("label", tag.label());
      json.writeStringField("wnid", tag.wnid());
      json.writeNumberField("score", tag.score());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("modelName", model.name());
    json.writeStringField(MODEL_SHA256, model.sha256());
    json.writeStringField("provider", model.provider());
  }

  @Override
  public Optional<Known> read(String record) {
    String id = null;
    String reason = null;
    String sha256 = null;
    try (JsonParser json = JSON.createParser(record)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case ID -> id = json.getValueAsString();
          case REASON -> reason = json.getValueAsString();
          case MODEL_SHA256 -> sha256 = json.getValueAsString();
          default -> json.skipChildren();
        }
      }
    } catch (IOException noJson) {
      return Optional.empty();
    }
    return known(id, reason, sha256);
  }

  private static Optional<Known> known(
      @Nullable String id, @Nullable String reason, @Nullable String sha256) {
    return id == null || (reason == null && sha256 == null)
        ? Optional.empty()
        : Optional.of(new Known(id, sha256));
  }
}

package dev.tagstream.cli.tag.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tagstream.pipeline.record.ImageOutcome;
import java.io.IOException;
import java.util.Optional;

/** One JSON object on each line, with the fields of {@code tagstream results --json}. */
final class JsonFormat implements RecordFormat {

  private static final JsonFactory JSON = new JsonFactory();

  private static final String ID = "id";
  private static final String REASON = "reason";
  private static final String MODEL_SHA256 = "modelSha256";
  private static final String VERSION = "sourceVersion";

  @Override
  public String header() {
    return "";
  }

  @Override
  public RecordEnd end() {
    return RecordEnd.LINE_FEED;
  }

  @Override
  public String record(ImageOutcome answer) {
    return PrintedAnswers.json(answer);
  }

  @Override
  public Optional<Known> read(String record) {
    String id = null;
    String reason = null;
    String sha256 = null;
    String version = null;
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
          case VERSION -> version = json.getValueAsString();
          default -> json.skipChildren();
        }
      }
    } catch (IOException noJson) {
      return Optional.empty();
    }
    return id == null || (reason == null && sha256 == null)
        ? Optional.empty()
        : Optional.of(new Known(id, version == null ? "" : version, sha256));
  }
}

package dev.tagstream.cli.rejects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tagstream.console.Printable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** The outcome of a reject in a replay as one line of JSON. */
public final class ReplayJson {

  private static final JsonFactory JSON = new JsonFactory();

  private ReplayJson() {}

  /** The line, without a line end. */
  public static String line(ReplayedReject replayed) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("id", replayed.reject().avro().getId());
      json.writeStringField("reason", replayed.reject().avro().getReason().toString());
      json.writeStringField("reject", replayed.reject().position());
      json.writeStringField("source", replayed.reject().source());
      json.writeNumberField("attempt", replayed.attempt());
      json.writeStringField("place", replayed.place());
      json.writeStringField("problem", replayed.problem());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Printable.json(line.toString());
  }
}

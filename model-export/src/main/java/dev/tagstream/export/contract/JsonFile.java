package dev.tagstream.export.contract;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.StrictJson;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Small text files that users write by hand or download with a model. */
public final class JsonFile {

  /** A million labels of 64 characters. */
  private static final long MAX_BYTES = 64L << 20;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private JsonFile() {}

  /** Its text, if it is UTF-8 and of a sensible size. */
  public static String text(Path file) {
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        throw ExportException.in(
            file, "has %d bytes, more than the %d allowed".formatted(bytes, MAX_BYTES));
      }
      String text = Files.readString(file);
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw ExportException.in(file, "does not exist", e);
    } catch (CharacterCodingException e) {
      throw ExportException.in(file, "is not UTF-8 text", e);
    } catch (IOException e) {
      throw ExportException.in(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Its value, if the text is exactly one JSON value. */
  public static JsonNode parse(Path file, String text) {
    try {
      return StrictJson.parse(text);
    } catch (JsonProcessingException e) {
      // of limits on nesting and numbers it does not always know the place
      JsonLocation location = e.getLocation();
      String place = location == null ? "it" : "line " + location.getLineNr();
      throw ExportException.in(
          file, "%s is not valid JSON: %s".formatted(place, e.getOriginalMessage()), e);
    }
  }
}

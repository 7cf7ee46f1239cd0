package dev.tagstream.cli.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes the data of a page except its thumbnails, in the format of the page's script. */
final class PageData {

  private PageData() {}

  /** The data as JSON that is safe in a script element. */
  static String json(PageHead head, List<String> notes, List<PageImage> images) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = ScriptJson.factory().createGenerator(text)) {
      json.writeStartObject();
      writeHead(json, head);
      writeTexts(json, "notes", notes);
      if (!head.sides().isEmpty()) {
        writeTexts(json, "sides", head.sides());
      }
      json.writeStringField("sort", head.sides().isEmpty() ? "order" : "differs");
      json.writeNumberField("blockImages", PageFile.BLOCK_IMAGES);
      json.writeArrayFieldStart("images");
      for (PageImage image : images) {
        PageImageJson.write(json, image);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    return text.toString();
  }

  /** Writes fields for the title, the facts and the figures. */
  static void writeHead(JsonGenerator json, PageHead head) throws IOException {
    json.writeStringField("title", head.title());
    writeTexts(json, "facts", head.facts());
    json.writeFieldName("figures");
    writeFigures(json, head.figures());
  }

  /** Writes pairs of a title and a value. */
  static void writeFigures(JsonGenerator json, List<PageHead.Figure> figures) throws IOException {
    json.writeStartArray();
    for (PageHead.Figure figure : figures) {
      json.writeStartArray();
      json.writeString(figure.title());
      json.writeString(figure.value());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  /** Writes a title, columns and rows. */
  static void writeTable(JsonGenerator json, PageTable table) throws IOException {
    json.writeStartObject();
    json.writeStringField("title", table.title());
    writeTexts(json, "columns", table.columns());
    json.writeArrayFieldStart("rows");
    for (List<String> row : table.rows()) {
      json.writeStartArray();
      for (String text : row) {
        json.writeString(text);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeTexts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}

package dev.tagstream.cli.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an image as the pages' scripts read it:
 *
 * <pre>
 * {"id": "cats/tom.jpg", "tags": [["tabby", 0.59], ...], "known": "tabby", "right": true}
 * {"id": "torn.jpg", "reason": "CORRUPT_IMAGE", "detail": "..."}
 * </pre>
 *
 * An image of a comparison also has {@code reference}, with tags, and {@code differs}.
 */
final class PageImageJson {

  /** The most tags that a page shows; {@code more} counts the others. */
  private static final int MAX_TAGS = 5;

  /** The longest text: enough for any id of an event and any path. */
  private static final int MAX_TEXT = 4096;

  private PageImageJson() {}

  static void write(JsonGenerator json, PageImage image) throws IOException {
    json.writeStartObject();
    writeIfKnown(json, "id", image.id());
    writeIfKnown(json, "place", image.place());
    if (image.answer() instanceof PageImage.Answer.Tagged tagged) {
      writeTags(json, "tags", tagged.tags());
      if (tagged.tags().size() > MAX_TAGS) {
        json.writeNumberField("more", tagged.tags().size() - MAX_TAGS);
      }
    } else if (image.answer() instanceof PageImage.Answer.Compared compared) {
      writeTags(json, "tags", compared.tags());
      writeTags(json, "reference", compared.reference());
      json.writeBooleanField("differs", compared.differs());
    } else if (image.answer() instanceof PageImage.Answer.Rejected rejected) {
      writeIfKnown(json, "reason", rejected.reason());
      writeIfKnown(json, "detail", rejected.detail());
    }
    writeKnown(json, image.known());
    json.writeEndObject();
  }

  private static void writeKnown(JsonGenerator json, @Nullable KnownClass known)
      throws IOException {
    if (known != null) {
      writeIfKnown(json, "known", known.label());
      json.writeBooleanField("right", known.right());
      if (known.referenceRight() != null) {
        json.writeBooleanField("referenceRight", known.referenceRight());
      }
    }
  }

  private static void writeTags(JsonGenerator json, String name, List<PageTag> tags)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (PageTag tag : tags.subList(0, Math.min(MAX_TAGS, tags.size()))) {
      json.writeStartArray();
      json.writeString(cut(tag.label()));
      json.writeNumber(tag.score());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void writeIfKnown(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    if (text != null) {
      json.writeStringField(name, cut(text));
    }
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}

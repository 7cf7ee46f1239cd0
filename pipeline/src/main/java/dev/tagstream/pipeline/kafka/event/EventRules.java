package dev.tagstream.pipeline.kafka.event;

import static dev.tagstream.pipeline.record.EncodedImage.MAX_ATTRIBUTES_CHARS;
import static dev.tagstream.pipeline.record.EncodedImage.MAX_ID_CHARS;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of an image event that its schema can only state in words. */
public final class EventRules {

  private EventRules() {}

  /**
   * The first rule that the event breaks, as one line with the value; null if it follows all rules.
   */
  public static @Nullable String firstBroken(Event event) {
    int idChars = event.id().length();
    if (idChars == 0) {
      return "the id is empty";
    }
    if (idChars > MAX_ID_CHARS) {
      return "the id has %d characters but may have %d".formatted(idChars, MAX_ID_CHARS);
    }
    long attributesChars = attributesChars(event.attributes());
    if (attributesChars > MAX_ATTRIBUTES_CHARS) {
      return "the attributes have %d characters but may have %d"
          .formatted(attributesChars, MAX_ATTRIBUTES_CHARS);
    }
    if (event.image() == null && event.uri() == null) {
      return "the event has neither an image nor a URI";
    }
    if (event.image() != null && event.uri() != null) {
      return "the event has both an image and a URI";
    }
    return null;
  }

  /** The id if a reject can repeat it, else null. */
  public static @Nullable String reportableId(@Nullable String id) {
    return id == null || id.length() > MAX_ID_CHARS ? null : id;
  }

  private static long attributesChars(Map<String, String> attributes) {
    long chars = 0;
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      chars += attribute.getKey().length() + attribute.getValue().length();
    }
    return chars;
  }
}

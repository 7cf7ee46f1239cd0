package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a sender's own record make an event. A path has the names of nested fields,
 * separated by dots, such as {@code payload.image}.
 *
 * @param image the path of the encoded image; null if events have none
 * @param uri the path of the image's URI; null if events have none
 * @param id the path of the image's id; null for the record's key
 * @param eventTime the path of the time at which the image was taken; null if it is unknown
 * @param attributes the paths of attributes; {@link #ALL} for all that have no other use
 */
public record FieldsConfig(
    @Nullable String image,
    @Nullable String uri,
    @Nullable String id,
    @Nullable String eventTime,
    List<String> attributes)
    implements Serializable {

  /** Stands for all fields that have no other use. */
  public static final String ALL = "*";

  private static final Pattern PATH = Pattern.compile("[^.;\\s]+(\\.[^.;\\s]+)*");

  public FieldsConfig {
    attributes = List.copyOf(attributes);
    require(TaggingOptions.KAFKA_FIELDS_IMAGE, image);
    require(TaggingOptions.KAFKA_FIELDS_URI, uri);
    require(TaggingOptions.KAFKA_FIELDS_ID, id);
    require(TaggingOptions.KAFKA_FIELDS_EVENT_TIME, eventTime);
    attributes.forEach(path -> require(TaggingOptions.KAFKA_FIELDS_ATTRIBUTES, path));
    if (image == null && uri == null) {
      throw new InvalidConfigException(
          "%s or %s must be set where other fields are mapped"
              .formatted(
                  TaggingOptions.KAFKA_FIELDS_IMAGE.key(), TaggingOptions.KAFKA_FIELDS_URI.key()));
    }
  }

  /** Whether all fields that have no other use become attributes. */
  public boolean hasAllAttributes() {
    return attributes.contains(ALL);
  }

  private static void require(ConfigOption<?> option, @Nullable String path) {
    if (path != null && !PATH.matcher(path).matches()) {
      throw mustBe(option, "names of fields, separated by dots,", path);
    }
  }

  /** Reads the options; null if none of them is set. */
  static @Nullable FieldsConfig read(OptionReader options) {
    String image = options.find(TaggingOptions.KAFKA_FIELDS_IMAGE).orElse(null);
    String uri = options.find(TaggingOptions.KAFKA_FIELDS_URI).orElse(null);
    String id = options.find(TaggingOptions.KAFKA_FIELDS_ID).orElse(null);
    String eventTime = options.find(TaggingOptions.KAFKA_FIELDS_EVENT_TIME).orElse(null);
    List<String> attributes =
        options.find(TaggingOptions.KAFKA_FIELDS_ATTRIBUTES).orElse(List.of());
    boolean isUnset =
        image == null && uri == null && id == null && eventTime == null && attributes.isEmpty();
    return isUnset ? null : new FieldsConfig(image, uri, id, eventTime, attributes);
  }
}

package dev.tagstream.pipeline.config;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The notation of an option's value.
 *
 * @param words a phrase for tables and error messages, such as {@code a duration such as 50 ms}
 */
public record OptionType(String words) {

  static final OptionType TEXT = new OptionType("text");
  static final OptionType WHOLE_NUMBER = new OptionType("a whole number");
  static final OptionType NUMBER = new OptionType("a number");
  static final OptionType SWITCH = new OptionType("true or false");
  static final OptionType DURATION = new OptionType("a duration such as 50 ms");
  static final OptionType IMAGES_OR_DURATION =
      new OptionType("a number of images or a duration such as 1 h");
  static final OptionType MEMORY_SIZE = new OptionType("a size such as 32 mb");
  static final OptionType WHOLE_NUMBERS = new OptionType("whole numbers such as 0;1");
  static final OptionType NAMED_PATHS =
      new OptionType("names with paths such as breeds=breeds.onnx,colors=colors.onnx");
  static final OptionType PATHS = new OptionType("paths such as a.avsc;b");
  static final OptionType URIS = new OptionType("URIs such as file:///photos;s3://bucket/images/");
  static final OptionType PLACES =
      new OptionType("places such as https://host/images;s3://bucket/images");
  static final OptionType HOSTS = new OptionType("hosts such as a.example;10.0.0.7");
  static final OptionType PATHS_OF_FIELDS = new OptionType("fields such as camera;payload.lens");
  static final OptionType URLS =
      new OptionType("URLs such as https://registry-1:8081;https://registry-2:8081");
  static final OptionType PROPERTIES = new OptionType("one option for each property");

  static <E extends Enum<E>> OptionType oneOf(Class<E> values) {
    return new OptionType(
        Arrays.stream(values.getEnumConstants())
            .map(Enum::toString)
            .collect(Collectors.joining(", ", "one of ", "")));
  }
}

package dev.tagstream.pipeline.config;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Reads single options and reports a problem in one line. */
final class OptionReader {

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private final ReadableConfig settings;

  OptionReader(ReadableConfig settings) {
    this.settings = settings;
  }

  /** The value that is set, or the default. */
  <T> T read(ConfigOption<T> option) {
    return find(option)
        .or(() -> Optional.ofNullable(option.defaultValue()))
        .orElseThrow(() -> InvalidConfigException.missing(option));
  }

  /** The value that is set; empty if there is none, whatever the default. */
  <T> Optional<T> find(ConfigOption<T> option) {
    try {
      Optional<T> value = settings.getOptional(option);
      if (value.isPresent() && value.get() instanceof Duration time) {
        requireComputable(time);
      }
      return value;
    } catch (IllegalArgumentException | ArithmeticException unparsable) {
      throw InvalidConfigException.mustBe(
          option,
          TaggingOptions.typeOf(option).words(),
          settings.toMap().getOrDefault(option.key(), ""));
    }
  }

  /**
   * The steps compute in nanoseconds, of which a long has 292 years.
   *
   * @throws ArithmeticException if it has more
   */
  private static void requireComputable(Duration time) {
    if (time.compareTo(LONGEST) > 0) {
      throw new ArithmeticException("more than " + LONGEST);
    }
  }

  /** Refuses unknown keys with the job's prefix, and suggests the nearest one. */
  void refuseUnknownKeys() {
    settings.toMap().keySet().stream()
        .filter(key -> key.startsWith(TaggingOptions.PREFIX))
        .filter(key -> TaggingOptions.all().stream().noneMatch(o -> names(key, o)))
        .sorted()
        .findFirst()
        .ifPresent(
            key -> {
              throw new InvalidConfigException(
                  "%s is not an option; did you mean %s?".formatted(key, nearestOption(key)));
            });
  }

  /** The option's key as shown to users; {@code .*} stands for the rest of a key. */
  static String name(ConfigOption<?> option) {
    return isPrefix(option) ? option.key() + ".*" : option.key();
  }

  private static boolean names(String key, ConfigOption<?> option) {
    return isPrefix(option) ? key.startsWith(option.key() + ".") : key.equals(option.key());
  }

  private static boolean isPrefix(ConfigOption<?> option) {
    return TaggingOptions.typeOf(option).equals(OptionType.PROPERTIES);
  }

  private static String nearestOption(String key) {
    return TaggingOptions.all().stream()
        .map(OptionReader::name)
        .min(Comparator.comparingInt(known -> editDistance(key, known)))
        .orElseThrow();
  }

  /** Levenshtein's distance: the fewest letters to insert, delete or replace. */
  private static int editDistance(String from, String to) {
    int[] distances = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      distances[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = distances[0];
      distances[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = distances[j];
        distances[j] = Math.min(replaced, 1 + Math.min(distances[j], distances[j - 1]));
      }
    }
    return distances[to.length()];
  }
}

package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import dev.tagstream.pipeline.fetch.AllowList;
import dev.tagstream.pipeline.fetch.FetchLimits;
import dev.tagstream.pipeline.fetch.Fetching;
import dev.tagstream.pipeline.operator.FetchSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/** Reads and validates the options for fetching images whose events name a URI. */
final class FetchOptions {

  /** Each image in the window may take a thread. */
  private static final int MOST_IMAGES = 1024;

  /** The most bytes in an array, less one byte that shows the end. */
  private static final int MOST_ARRAY_BYTES = Integer.MAX_VALUE - 16;

  private FetchOptions() {}

  /** Reads the options; null if no place is allowed, so that nothing is fetched. */
  static @Nullable FetchSettings read(OptionReader options) {
    Optional<List<String>> allow = options.find(TaggingOptions.FETCH_ALLOW);
    if (allow.isEmpty()) {
      return null;
    }
    if (options.read(TaggingOptions.SOURCE) == SourceKind.OBJECTS) {
      throw mustBe(
          TaggingOptions.FETCH_ALLOW,
          "unset where %s is objects".formatted(TaggingOptions.SOURCE.key()),
          String.join(";", allow.get()));
    }
    return new FetchSettings(
        new Fetching(
            allowed(allow.get(), options.find(TaggingOptions.FETCH_PRIVATE_HOSTS)),
            ObjectsConfig.readS3(options),
            limits(options)),
        time(options, TaggingOptions.FETCH_DRAIN_TIMEOUT),
        StormOptions.read(options));
  }

  private static AllowList allowed(List<String> places, Optional<List<String>> privateHosts) {
    if (places.isEmpty()) {
      throw mustBe(TaggingOptions.FETCH_ALLOW, "at least one place", places);
    }
    try {
      return AllowList.of(places, privateHosts.orElse(List.of()));
    } catch (IllegalArgumentException broken) {
      throw new InvalidConfigException(
          "%s: %s".formatted(TaggingOptions.FETCH_ALLOW.key(), broken.getMessage()));
    }
  }

  private static FetchLimits limits(OptionReader options) {
    int maxImages = options.read(TaggingOptions.FETCH_MAX_IMAGES);
    if (maxImages < 1 || maxImages > MOST_IMAGES) {
      throw mustBe(TaggingOptions.FETCH_MAX_IMAGES, "from 1 to " + MOST_IMAGES, maxImages);
    }
    long maxBytes = options.read(TaggingOptions.FETCH_MAX_BYTES).getBytes();
    if (maxBytes < 1) {
      throw mustBe(TaggingOptions.FETCH_MAX_BYTES, "at least 1 byte", maxBytes);
    }
    int maxTries = options.read(TaggingOptions.FETCH_MAX_TRIES);
    if (maxTries < 1) {
      throw mustBe(TaggingOptions.FETCH_MAX_TRIES, "at least 1", maxTries);
    }
    long maxImageBytes = LimitsConfig.read(options).maxEncodedBytes();
    return new FetchLimits(
        maxImages,
        maxBytes,
        (int) Math.min(maxImageBytes, MOST_ARRAY_BYTES),
        maxTries,
        new FetchLimits.Times(
            time(options, TaggingOptions.FETCH_CONNECT_TIMEOUT),
            time(options, TaggingOptions.FETCH_FIRST_BYTE_TIMEOUT),
            time(options, TaggingOptions.FETCH_TOTAL_TIMEOUT)));
  }

  private static Duration time(OptionReader options, ConfigOption<Duration> option) {
    Duration time = options.read(option);
    if (time.toMillis() < 1 || time.toMillis() > Integer.MAX_VALUE) {
      throw mustBe(option, "from 1 ms to 24 days", time.toMillis() + " ms");
    }
    return time;
  }
}

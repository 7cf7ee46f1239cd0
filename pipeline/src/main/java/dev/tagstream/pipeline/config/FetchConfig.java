package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/**
 * The configuration for fetching images whose events name a URI.
 *
 * @param allow the places that images may be fetched from, at least one
 * @param privateHosts hosts of these places that may have private addresses
 * @param s3Endpoint the URL of a store with S3's interface; null for Amazon S3
 * @param s3Region the region of S3; null for that of the environment
 * @param maxImages the images in a slot's window, from 1 to 1024
 * @param maxBytes the bytes of these images, at least 1
 * @param maxTries the number of attempts for an image, at least 1
 * @param times the timeouts
 */
public record FetchConfig(
    List<String> allow,
    List<String> privateHosts,
    @Nullable String s3Endpoint,
    @Nullable String s3Region,
    int maxImages,
    long maxBytes,
    int maxTries,
    Times times)
    implements Serializable {

  /** Each image in the window may take a thread. */
  private static final int MOST_IMAGES = 1024;

  /**
   * The timeouts, each at least 1 ms.
   *
   * @param connect until a server accepts a connection
   * @param firstByte until the first byte of a response
   * @param total until the whole image has arrived
   * @param drain the longest wait of a checkpoint for images that are being fetched
   */
  public record Times(Duration connect, Duration firstByte, Duration total, Duration drain)
      implements Serializable {

    public Times {
      requirePositive(TaggingOptions.FETCH_CONNECT_TIMEOUT, connect);
      requirePositive(TaggingOptions.FETCH_FIRST_BYTE_TIMEOUT, firstByte);
      requirePositive(TaggingOptions.FETCH_TOTAL_TIMEOUT, total);
      requirePositive(TaggingOptions.FETCH_DRAIN_TIMEOUT, drain);
    }

    private static void requirePositive(ConfigOption<Duration> option, Duration time) {
      if (time.toMillis() < 1 || time.toMillis() > Integer.MAX_VALUE) {
        throw mustBe(option, "from 1 ms to 24 days", time.toMillis() + " ms");
      }
    }

    private static Times read(OptionReader options) {
      return new Times(
          options.read(TaggingOptions.FETCH_CONNECT_TIMEOUT),
          options.read(TaggingOptions.FETCH_FIRST_BYTE_TIMEOUT),
          options.read(TaggingOptions.FETCH_TOTAL_TIMEOUT),
          options.read(TaggingOptions.FETCH_DRAIN_TIMEOUT));
    }
  }

  public FetchConfig {
    allow = List.copyOf(allow);
    privateHosts = List.copyOf(privateHosts);
    if (allow.isEmpty()) {
      throw mustBe(TaggingOptions.FETCH_ALLOW, "at least one place", allow);
    }
    if (maxImages < 1 || maxImages > MOST_IMAGES) {
      throw mustBe(TaggingOptions.FETCH_MAX_IMAGES, "from 1 to " + MOST_IMAGES, maxImages);
    }
    if (maxBytes < 1) {
      throw mustBe(TaggingOptions.FETCH_MAX_BYTES, "at least 1 byte", maxBytes);
    }
    if (maxTries < 1) {
      throw mustBe(TaggingOptions.FETCH_MAX_TRIES, "at least 1", maxTries);
    }
  }

  /** Reads the options; null if no place is allowed, so that nothing is fetched. */
  static @Nullable FetchConfig read(OptionReader options) {
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
    return new FetchConfig(
        allow.get(),
        options.find(TaggingOptions.FETCH_PRIVATE_HOSTS).orElse(List.of()),
        options.find(TaggingOptions.OBJECTS_S3_ENDPOINT).orElse(null),
        options.find(TaggingOptions.OBJECTS_S3_REGION).orElse(null),
        options.read(TaggingOptions.FETCH_MAX_IMAGES),
        options.read(TaggingOptions.FETCH_MAX_BYTES).getBytes(),
        options.read(TaggingOptions.FETCH_MAX_TRIES),
        Times.read(options));
  }
}

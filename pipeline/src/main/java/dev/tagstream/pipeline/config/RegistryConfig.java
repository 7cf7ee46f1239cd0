package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry with Confluent's interface.
 *
 * @param urls its servers, tried in this order; without a slash at the end
 * @param access how the job proves who it is
 * @param maxWait how long a request is repeated while no server answers, 1 s to 5 min
 * @param registers whether the job registers schemas that are missing
 */
public record RegistryConfig(List<String> urls, Access access, Duration maxWait, boolean registers)
    implements Serializable {

  /**
   * A task takes no checkpoint while it waits. The job sets a timeout of about 7 min for its
   * checkpoints by default; past it, the job would fail without naming the registry.
   */
  static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /**
   * How the job proves who it is, and whom it trusts.
   *
   * @param username for basic authentication, with the password; null for none
   * @param password of that user
   * @param token the bearer token; null for none
   * @param keyStore the client's certificate for TLS; null for none
   * @param trustStore the certificates that the job trusts; null for those of Java
   */
  public record Access(
      @Nullable String username,
      @Nullable String password,
      @Nullable String token,
      @Nullable Store keyStore,
      @Nullable Store trustStore)
      implements Serializable {

    /** Java refuses other headers with a message that repeats them. */
    private static final Pattern FITS_HEADER = Pattern.compile("[!-~]+");

    public Access {
      if ((username == null) != (password == null)) {
        throw new InvalidConfigException(
            "%s and %s must be set together"
                .formatted(
                    TaggingOptions.KAFKA_REGISTRY_USERNAME.key(),
                    TaggingOptions.KAFKA_REGISTRY_PASSWORD.key()));
      }
      if (token != null && !FITS_HEADER.matcher(token).matches()) {
        // without the value, which is a secret
        throw new InvalidConfigException(
            TaggingOptions.KAFKA_REGISTRY_TOKEN.key()
                + " must be printable ASCII without spaces, and not empty; check for quotes,"
                + " invisible characters and line breaks that were copied with it");
      }
      if (username != null && token != null) {
        throw new InvalidConfigException(
            "%s and %s must not be set together"
                .formatted(
                    TaggingOptions.KAFKA_REGISTRY_USERNAME.key(),
                    TaggingOptions.KAFKA_REGISTRY_TOKEN.key()));
      }
    }

    /** Names without secrets. */
    @Override
    public String toString() {
      return "Access[username=%s, token=%s, keyStore=%s, trustStore=%s]"
          .formatted(username, token == null ? null : "******", keyStore, trustStore);
    }
  }

  /**
   * A file of keys or certificates.
   *
   * @param path of a PKCS #12 or JKS file, on every machine of the job
   * @param password of the file and its keys; null if it has none
   */
  public record Store(String path, @Nullable String password) implements Serializable {

    /** The path; the password is a secret. */
    @Override
    public String toString() {
      return path;
    }
  }

  public RegistryConfig {
    urls = urls.stream().map(RegistryConfig::checked).toList();
    if (urls.isEmpty()) {
      throw mustBe(TaggingOptions.KAFKA_REGISTRY_URLS, "at least one URL", "");
    }
    if (maxWait.toSeconds() < 1 || maxWait.compareTo(LONGEST_WAIT) > 0) {
      throw mustBe(
          TaggingOptions.KAFKA_REGISTRY_MAX_WAIT,
          "1 s to %d s".formatted(LONGEST_WAIT.toSeconds()),
          maxWait.toMillis() + " ms");
    }
  }

  private static String checked(String url) {
    URI uri;
    try {
      uri = URI.create(url.strip());
    } catch (IllegalArgumentException malformed) {
      throw notAUrl();
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!List.of("http", "https").contains(scheme)
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null) {
      throw notAUrl();
    }
    return uri.toString().replaceAll("/+$", "");
  }

  /** Without the value, which may contain a password. */
  private static InvalidConfigException notAUrl() {
    return new InvalidConfigException(
        "%s must be URLs such as https://registry:8081, without a user and a query; set %s and %s for a user"
            .formatted(
                TaggingOptions.KAFKA_REGISTRY_URLS.key(),
                TaggingOptions.KAFKA_REGISTRY_USERNAME.key(),
                TaggingOptions.KAFKA_REGISTRY_PASSWORD.key()));
  }

  /** Reads the options; null if no URL is set. */
  static @Nullable RegistryConfig read(OptionReader options) {
    Optional<List<String>> urls = options.find(TaggingOptions.KAFKA_REGISTRY_URLS);
    if (urls.isEmpty()) {
      return null;
    }
    return new RegistryConfig(
        urls.get(),
        new Access(
            options.find(TaggingOptions.KAFKA_REGISTRY_USERNAME).orElse(null),
            options.find(TaggingOptions.KAFKA_REGISTRY_PASSWORD).orElse(null),
            options.find(TaggingOptions.KAFKA_REGISTRY_TOKEN).orElse(null),
            options
                .find(TaggingOptions.KAFKA_REGISTRY_KEYSTORE)
                .map(
                    path ->
                        new Store(
                            path,
                            options
                                .find(TaggingOptions.KAFKA_REGISTRY_KEYSTORE_PASSWORD)
                                .orElse(null)))
                .orElse(null),
            options
                .find(TaggingOptions.KAFKA_REGISTRY_TRUSTSTORE)
                .map(
                    path ->
                        new Store(
                            path,
                            options
                                .find(TaggingOptions.KAFKA_REGISTRY_TRUSTSTORE_PASSWORD)
                                .orElse(null)))
                .orElse(null)),
        options.read(TaggingOptions.KAFKA_REGISTRY_MAX_WAIT),
        options.read(TaggingOptions.KAFKA_REGISTRY_REGISTER));
  }
}

package dev.tagstream.pipeline.kafka.registry;

import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.RegistryConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/** The keys and certificates of a connection to a registry. */
final class RegistryTls {

  private RegistryTls() {}

  /**
   * The context for TLS; empty if Java's own will do.
   *
   * @throws InvalidConfigException if a file cannot be read; the line has no password
   */
  static Optional<SSLContext> context(RegistryConfig.Access access) {
    if (access.keyStore() == null && access.trustStore() == null) {
      return Optional.empty();
    }
    KeyManager @Nullable [] keys = access.keyStore() == null ? null : keys(access.keyStore());
    TrustManager @Nullable [] trusted =
        access.trustStore() == null ? null : trusted(access.trustStore());
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trusted, null);
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no TLS", e);
    }
  }

  private static KeyManager[] keys(RegistryConfig.Store store) {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(open(store), password(store));
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException | IllegalArgumentException unreadable) {
      throw refused(TaggingOptions.KAFKA_REGISTRY_KEYSTORE, store);
    }
  }

  private static TrustManager[] trusted(RegistryConfig.Store store) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(open(store));
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException | IllegalArgumentException unreadable) {
      throw refused(TaggingOptions.KAFKA_REGISTRY_TRUSTSTORE, store);
    }
  }

  /**
   * Finds out by itself whether the file is PKCS #12 or JKS.
   *
   * @throws IllegalArgumentException if there is no such file
   */
  private static KeyStore open(RegistryConfig.Store store)
      throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(new File(store.path()), password(store));
  }

  private static char @Nullable [] password(RegistryConfig.Store store) {
    return store.password() == null ? null : store.password().toCharArray();
  }

  private static InvalidConfigException refused(
      ConfigOption<String> option, RegistryConfig.Store store) {
    return new InvalidConfigException(
        "%s: %s cannot be opened as PKCS #12 or JKS; check the file, its permissions and its password"
            .formatted(option.key(), store.path()));
  }
}

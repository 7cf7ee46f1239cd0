package dev.tagstream.pipeline.kafka.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.embedded.TestRegistry;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.RegistryConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RegistryTlsTest {

  private static final String PASSWORD = "secret";

  @TempDir private static Path folder;

  /** Each is a key with its certificate, which the other side takes for the one that it trusts. */
  private static RegistryConfig.Store server;

  private static RegistryConfig.Store client;

  @BeforeAll
  static void makeKeys() throws Exception {
    server = keys("server");
    client = keys("client");
  }

  @Test
  void speaksTlsAndProvesWhoItIsByItsCertificate() throws Exception {
    try (TestRegistry registry = startSecured()) {
      registry.add("shots-value", "\"bytes\"");

      assertThat(client(registry, null, null, client).byId(1)).hasToString("\"bytes\"");
    }
  }

  @Test
  void provesWhoItIsByPasswordAndTokenOverTls() throws Exception {
    try (TestRegistry registry = startSecured()) {
      registry.add("shots-value", "\"bytes\"");
      registry.require("Basic dXNlcjpzZWNyZXQ=");
      assertThat(client(registry, PASSWORD, null, client).byId(1)).hasToString("\"bytes\"");
      registry.require("Bearer the-token");
      assertThat(client(registry, null, "the-token", client).byId(1)).hasToString("\"bytes\"");
    }
  }

  @Test
  void sendsNothingToAServerThatItDoesNotTrust() throws Exception {
    try (TestRegistry registry = startSecured()) {
      RegistryClient suspicious =
          new RegistryClient(
              config(registry, new RegistryConfig.Access(null, null, null, client, client)));

      assertThatThrownBy(() -> suspicious.byId(1))
          .isInstanceOf(UnusableRegistryException.class)
          .hasMessageStartingWith("no schema registry answers (waited ")
          .hasMessageContaining(registry.url() + ": SSLHandshakeException, ")
          .hasMessageNotContaining("\n");
      assertThat(registry.requests()).isEmpty();
    }
  }

  @Test
  void getsNothingWithACertificateThatTheServerDoesNotTrust() throws Exception {
    try (TestRegistry registry = startSecured()) {
      assertThatThrownBy(() -> client(registry, null, null, server).byId(1))
          .isInstanceOf(UnusableRegistryException.class)
          .hasMessageStartingWith("no schema registry answers (waited ")
          .hasMessageNotContaining("\n");
      assertThat(registry.requests()).isEmpty();
    }
  }

  @Test
  void saysWhichFileForTlsIsMissing() {
    RegistryConfig.Store none = new RegistryConfig.Store("/none/store.p12", "secret");
    String rest =
        ": /none/store.p12 cannot be opened as PKCS #12 or JKS; check the file, its permissions and"
            + " its password";

    assertThatThrownBy(() -> open(null, none))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("tagging.kafka.registry.truststore" + rest);
    assertThatThrownBy(() -> open(none, null))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("tagging.kafka.registry.keystore" + rest);
  }

  private static TestRegistry startSecured() throws IOException {
    return TestRegistry.start(
        RegistryTls.context(new RegistryConfig.Access(null, null, null, server, client))
            .orElseThrow());
  }

  private static RegistryClient client(
      TestRegistry registry,
      @Nullable String password,
      @Nullable String token,
      RegistryConfig.@Nullable Store keys) {
    String username = password == null ? null : "user";
    return new RegistryClient(
        config(registry, new RegistryConfig.Access(username, password, token, keys, server)));
  }

  private static RegistryConfig config(TestRegistry registry, RegistryConfig.Access access) {
    return new RegistryConfig(List.of(registry.url()), access, Duration.ofSeconds(1), false);
  }

  private static void open(
      RegistryConfig.@Nullable Store keys, RegistryConfig.@Nullable Store trusted) {
    RegistryTls.context(new RegistryConfig.Access(null, null, null, keys, trusted));
  }

  /** Makes a key and a certificate for localhost. */
  private static RegistryConfig.Store keys(String name) throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    return new RegistryConfig.Store(file.toString(), PASSWORD);
  }
}

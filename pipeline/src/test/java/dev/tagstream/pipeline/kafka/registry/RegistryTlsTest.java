package dev.tagstream.pipeline.kafka.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.RegistryConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RegistryTlsTest {

  @Test
  void saysWhichFileForTlsIsMissing() {
    RegistryConfig.Store none = new RegistryConfig.Store("/none/store.p12", "secret");
    String rest =
        ": /none/store.p12 cannot be opened as PKCS #12 or JKS; check the file, its permissions and its password";

    assertThatThrownBy(() -> open(null, none))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("tagging.kafka.registry.truststore" + rest);
    assertThatThrownBy(() -> open(none, null))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("tagging.kafka.registry.keystore" + rest);
  }

  private static void open(
      RegistryConfig.@Nullable Store keys, RegistryConfig.@Nullable Store trusted) {
    RegistryTls.context(new RegistryConfig.Access(null, null, null, keys, trusted));
  }
}

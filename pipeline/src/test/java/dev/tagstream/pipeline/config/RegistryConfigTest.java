package dev.tagstream.pipeline.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegistryConfigTest {

  @ParameterizedTest
  @CsvSource({"''", "se cret", "secret\u201d", "\u200bsecret", "\ufeffsecret", "secret\u007f"})
  void refusesATokenThatFitsNoHeaderWithoutRepeatingIt(String token) {
    assertThatThrownBy(() -> new RegistryConfig.Access(null, null, token, null, null))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "tagging.kafka.registry.token must be printable ASCII without spaces, and not empty; check for quotes, invisible characters and line breaks that were copied with it");
  }
}

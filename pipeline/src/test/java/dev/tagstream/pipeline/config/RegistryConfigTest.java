package dev.tagstream.pipeline.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistryConfigTest {

  @ParameterizedTest
  @ValueSource(longs = {999, 300_001})
  void boundsTheWaitThatHoldsUpCheckpoints(long millis) {
    RegistryConfig.Access anybody = new RegistryConfig.Access(null, null, null, null, null);

    assertThatThrownBy(
            () ->
                new RegistryConfig(
                    List.of("http://registry:8081"), anybody, Duration.ofMillis(millis), false))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "tagging.kafka.registry.max-wait must be 1 s to 300 s but was '%d ms'"
                .formatted(millis));
  }

  @ParameterizedTest
  @CsvSource({"''", "se cret", "secret\u201d", "\u200bsecret", "\ufeffsecret", "secret\u007f"})
  void refusesATokenThatFitsNoHeaderWithoutRepeatingIt(String token) {
    assertThatThrownBy(() -> new RegistryConfig.Access(null, null, token, null, null))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "tagging.kafka.registry.token must be printable ASCII without spaces, and not empty;"
                + " check for quotes, invisible characters and line breaks that were copied with"
                + " it");
  }
}

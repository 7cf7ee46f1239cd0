package dev.tagstream.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class SinceConverterTest {

  @Test
  void takesATimeAndAnAge() {
    Instant now = Instant.parse("2026-01-31T08:00:00Z");
    assertThat(SinceConverter.time("2026-01-30T07:00:00Z", now)).isEqualTo("2026-01-30T07:00:00Z");
    assertThat(SinceConverter.time("2026-01-30T07:00:00+01:00", now))
        .isEqualTo("2026-01-30T06:00:00Z");
    assertThat(SinceConverter.time("2h", now)).isEqualTo("2026-01-31T06:00:00Z");
    assertThat(SinceConverter.time("30 min", now)).isEqualTo("2026-01-31T07:30:00Z");
  }

  @Test
  void takesWhatIsOlderThanKafkaForAll() {
    Instant now = Instant.parse("2026-01-31T08:00:00Z");
    assertThat(SinceConverter.time("999999999h", now)).isEqualTo(Instant.EPOCH);
    assertThat(SinceConverter.time("1900-01-01T00:00:00Z", now)).isEqualTo(Instant.EPOCH);
    assertThat(SinceConverter.time("+1000000000-12-31T00:00:00Z", now).toEpochMilli())
        .isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "", "-2h", "2h30", "99999999999999999h"})
  void refusesWhatIsNeither(String value) {
    assertThatThrownBy(() -> SinceConverter.time(value, Instant.EPOCH))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageEndingWith("but was '" + value + "'");
  }
}

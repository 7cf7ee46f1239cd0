package dev.tagstream.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

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
}

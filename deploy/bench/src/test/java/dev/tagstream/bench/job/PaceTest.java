package dev.tagstream.bench.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long MILLI = 1_000_000;

  @Test
  void startAndEndDoNotCount() {
    Pace pace = new Pace(1000);
    pace.saw(0, 0);
    for (int tenth = 1; tenth <= 9; tenth++) {
      // nothing for a second, then 100 results in 100 ms
      pace.saw(100 * tenth, (900 + 100 * tenth) * MILLI);
    }
    pace.saw(1000, 5000 * MILLI);

    assertThat(pace.perSecond()).hasValue(1000);
  }

  @Test
  void aRoundOfFewSamplesShowsNoPace() {
    Pace pace = new Pace(1000);
    pace.saw(400, 100 * MILLI);
    pace.saw(700, 200 * MILLI);
    pace.saw(1000, 300 * MILLI);

    assertThat(pace.perSecond()).isEmpty();
  }

  @Test
  void aRoundWhoseResultsComeAtOnceShowsNoPace() {
    Pace pace = new Pace(1000);
    for (int poll = 0; poll < 20; poll++) {
      pace.saw(150, (100 + poll) * MILLI);
    }
    pace.saw(1000, 200 * MILLI);

    assertThat(pace.perSecond()).isEmpty();
  }
}

package dev.tagstream.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OutcomeRateTest {

  private static final long NOW = 1_700_000_000_000L;

  private final OutcomeRate rate = new OutcomeRate();

  @Test
  void isUnknownBeforeTheFirstOutcome() {
    assertThat(rate.at(NOW)).isEmpty();
  }

  @Test
  void isThatOfTheTimesInTheOutcomesHoweverLateTheyBecomeVisible() {
    for (int i = 0; i < 100; i++) {
      rate.add(NOW - 30_000 + i * 100L);
    }
    assertThat(rate.at(NOW)).hasValue(10);
  }

  @Test
  void forgetsWhatIsOlderThanAMinute() {
    rate.add(NOW - 90_000);
    for (int second = 0; second < 60; second++) {
      rate.add(NOW - second * 1000L);
      rate.add(NOW - second * 1000L);
    }
    rate.add(NOW - 60_000);
    assertThat(rate.at(NOW)).hasValue(2);
  }

  @Test
  void isNothingThreeMinutesAfterTheLastOutcome() {
    rate.add(NOW);
    assertThat(rate.at(NOW + 180_000)).hasValue(1);
    assertThat(rate.at(NOW + 181_000)).hasValue(0);
  }
}

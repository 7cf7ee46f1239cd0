package dev.tagstream.pipeline.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WatchdogTest {

  private static final Duration LIMIT = Duration.ofMillis(10);

  @Test
  void endsTheProcessForARecordThatStaysInHand() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    long begin = System.nanoTime();
    try (Watchdog watchdog = Watchdog.start(LIMIT, ended::countDown)) {
      watchdog.begin(record(1));

      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(System.nanoTime() - begin).isGreaterThan(LIMIT.multipliedBy(4).toNanos());
  }

  @Test
  void blamesNobodyForManyRecordsThatAreShortInHand() throws Exception {
    AtomicInteger ends = new AtomicInteger();
    try (Watchdog watchdog = Watchdog.start(LIMIT, ends::incrementAndGet)) {
      long until = System.nanoTime() + LIMIT.multipliedBy(20).toNanos();
      for (long offset = 0; System.nanoTime() < until; offset++) {
        watchdog.begin(record(offset));
        watchdog.end();
      }
    }
    assertThat(ends).hasValue(0);
  }

  private static SourceRecord record(long offset) {
    return new SourceRecord("image-events", 3, offset, 1, null);
  }
}

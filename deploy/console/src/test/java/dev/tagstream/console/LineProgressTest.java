package dev.tagstream.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LineProgressTest {

  private final StringWriter lines = new StringWriter();
  private final AtomicLong nanoTime = new AtomicLong(Duration.ofHours(3).toNanos());
  private final Progress progress =
      new LineProgress("tagged", 5000, new PrintWriter(lines), nanoTime::get);

  @Test
  void writesALineEveryFiveSecondsWithRateAndTimeLeft() {
    after(Duration.ofSeconds(4), 900);
    after(Duration.ofSeconds(1), 1000);
    after(Duration.ofSeconds(1), 1100);
    after(Duration.ofSeconds(4), 3000);
    assertThat(lines.toString().lines())
        .containsExactly(
            "tagged 1000 of 5000, 200.0/s, 20 s left", "tagged 3000 of 5000, 300.0/s, 7 s left");
  }

  @Test
  void promisesNothingBeforeTheFirst() {
    after(Duration.ofSeconds(6), 0);
    assertThat(lines.toString().lines()).containsExactly("tagged 0 of 5000, 0.0/s");
  }

  @Test
  void promisesNothingUntilTheTotalIsKnown() {
    Progress unknown =
        new LineProgress("tagged", Progress.UNKNOWN, new PrintWriter(lines), nanoTime::get);
    nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
    unknown.done(1000);
    unknown.expect(3000);
    nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
    unknown.done(2000);
    assertThat(lines.toString().lines())
        .containsExactly("tagged 1000, 200.0/s", "tagged 2000 of 3000, 200.0/s, 5 s left");
  }

  @Test
  void saysThatATotalIsAnEstimate() {
    progress.estimate(4000);
    after(Duration.ofSeconds(5), 1000);
    progress.expect(3000);
    after(Duration.ofSeconds(5), 2000);
    assertThat(lines.toString().lines())
        .containsExactly(
            "tagged 1000 of about 4000, 200.0/s, 15 s left",
            "tagged 2000 of 3000, 200.0/s, 5 s left");
  }

  private void after(Duration time, long count) {
    nanoTime.addAndGet(time.toNanos());
    progress.done(count);
  }
}

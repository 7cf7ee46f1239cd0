package dev.tagstream.pipeline.objects.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class YieldingPaceTest {

  private static final long MAX_LAG = 10;

  private final AtomicReference<OptionalLong> records = new AtomicReference<>(OptionalLong.of(11));
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private final UrgentJob.Lag lag =
      new UrgentJob.Lag() {

        @Override
        public OptionalLong records() {
          return requireNonNull(records.get());
        }

        @Override
        public void close() {
          isClosed.set(true);
        }
      };

  @Test
  void startsNoImageWhileTheUrgentJobLagsAndGoesOnWhenItDoesNot() {
    try (YieldingPace pace = pace()) {
      CompletableFuture<Void> first = pace.acquire(1).toCompletableFuture();
      await().pollDelay(Duration.ofMillis(50)).until(() -> !first.isDone());

      records.set(OptionalLong.of(MAX_LAG));
      await().until(first::isDone);
      assertThat(pace.acquire(1)).isCompleted();

      records.set(OptionalLong.of(MAX_LAG + 1));
      await().until(() -> !pace.acquire(1).toCompletableFuture().isDone());
      records.set(OptionalLong.of(0));
      await().until(() -> pace.acquire(1).toCompletableFuture().isDone());
    }
    assertThat(isClosed).isTrue();
  }

  @Test
  void startsImagesWhileTheLagIsUnknown() {
    records.set(OptionalLong.empty());
    try (YieldingPace pace = pace()) {
      CompletableFuture<Void> image = pace.acquire(1).toCompletableFuture();
      await().until(image::isDone);
    }
  }

  @SuppressWarnings("unchecked") // Flink's strategy has no type parameter for splits
  private YieldingPace pace() {
    return new YieldingPace(
        new UrgentJob(() -> lag, MAX_LAG), RateLimiterStrategy.noOp().createRateLimiter(1), 1);
  }
}

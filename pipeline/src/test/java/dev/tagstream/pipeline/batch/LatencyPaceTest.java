package dev.tagstream.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Batches of up to 16 images, of which each shall be tagged within 100 ms. */
class LatencyPaceTest {

  private static final long MILLI = 1_000_000;

  private final LatencyPace pace = new LatencyPace(BatchLadder.upTo(16), Duration.ofMillis(100));

  private long nowMillis = 5_000;
  private long idleMillis;

  @Test
  void beginsWithOneImageAsNothingIsKnown() {
    assertThat(pace.next()).isEqualTo(plan(1, 0));
  }

  @Test
  void letsNoImageWaitForAnotherThatComesTooLate() {
    ran(1, 3);
    images(16, 98);

    assertThat(pace.next()).isEqualTo(plan(1, 97));
  }

  @Test
  void takesTheLargestBatchThatIsFullAndRunInTime() {
    ran(1, 3);
    images(16, 5);

    // 8 images: 7 x 5 ms until the last has come, and at most 8 x 3 ms to run
    assertThat(pace.next()).isEqualTo(plan(8, 76));
  }

  @Test
  void takesALargerOneOnceRunsProveFaster() {
    ran(1, 3);
    ran(8, 10);
    images(16, 5);

    // 16 images: 15 x 5 ms, and at most 2 x 10 ms
    assertThat(pace.next()).isEqualTo(plan(16, 80));
  }

  @Test
  void leavesTheRunOutOfTheTimeBetweenImages() {
    for (int image = 0; image < 17; image++) {
      images(1, 25);
      ran(1, 20);
    }

    // images come each 5 ms while nothing runs: 2 of them wait 5 ms, and run in at most 40
    assertThat(pace.next()).isEqualTo(plan(4, 20));
  }

  @Test
  void takesTheLargestBatchWhenASlotHasHadNoRestForFourTargets() {
    ran(1, 60);
    images(16, 5);
    assertThat(pace.next()).isEqualTo(plan(1, 40));

    imagesWithoutRest(79, 5);
    assertThat(pace.next()).isEqualTo(plan(1, 40));
    imagesWithoutRest(1, 5);
    assertThat(pace.next()).isEqualTo(plan(16, 150));
  }

  @Test
  void keepsTheTargetAgainAfterTheFirstRest() {
    ran(1, 60);
    images(1, 5);
    imagesWithoutRest(100, 5);
    assertThat(pace.next()).isEqualTo(plan(16, 150));

    images(1, 5);
    assertThat(pace.next()).isEqualTo(plan(1, 40));
  }

  @Test
  void followsAJumpOfTheLoadWithinSixteenImages() {
    ran(1, 3);
    images(20, 1000);
    assertThat(pace.next()).isEqualTo(plan(1, 97));

    images(16, 1);
    assertThat(pace.next()).isEqualTo(plan(16, 52));
  }

  @Test
  void followsAFallOfTheLoadWithTheFirstImageThatIsLate() {
    ran(1, 3);
    images(20, 1);
    assertThat(pace.next()).isEqualTo(plan(16, 52));

    images(1, 2000);
    assertThat(pace.next()).isEqualTo(plan(1, 97));
  }

  @Test
  void formsSmallBatchesForASlowDevice() {
    ran(1, 30);
    images(16, 5);

    assertThat(pace.next()).isEqualTo(plan(2, 40));
  }

  @Test
  void runsImagesAloneOnADeviceThatMissesTheTargetAnyway() {
    ran(1, 150);
    images(16, 5);

    assertThat(pace.next()).isEqualTo(plan(1, 0));
  }

  @Test
  void takesASlowRunSeriouslyAtOnceAndForgetsItByAndBy() {
    images(16, 5);
    ran(1, 4);
    ran(1, 84);
    assertThat(pace.next()).isEqualTo(plan(1, 16));

    ran(1, 4);
    assertThat(pace.next()).isEqualTo(plan(1, 36));
    ran(1, 4);
    assertThat(pace.next()).isEqualTo(plan(1, 51));
  }

  @Test
  void triesABatchSizeAgainThatWasSlowForOnce() {
    images(16, 5);
    ran(8, 300);
    ran(1, 4);

    // 8 images run in at most 8 x 4 ms
    assertThat(pace.next()).isEqualTo(plan(8, 68));
  }

  @Test
  void countsARunThatWasPaddedAsOneOfTheNextSize() {
    images(16, 1);
    ran(13, 90);

    // 16 images: 15 x 1 ms are more than the 10 that are left
    assertThat(pace.next()).isEqualTo(plan(8, 10));
  }

  @Test
  void fillsAGraphOfFixedBatchOrRunsOneImage() {
    LatencyPace fixed = new LatencyPace(BatchLadder.fixed(4), Duration.ofMillis(100));
    long idle = 0;
    for (long now = 0; now <= 200; now += 10) {
      fixed.arrived(now * MILLI, idle++);
    }
    fixed.ran(1, 20 * MILLI);
    assertThat(fixed.next()).isEqualTo(plan(4, 80));

    fixed.arrived(2000 * MILLI, idle);
    assertThat(fixed.next()).isEqualTo(plan(1, 0));
  }

  @Test
  void refusesNoTimeAndNoSizes() {
    assertThatThrownBy(() -> new LatencyPace(BatchLadder.upTo(2), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a latency target must be above 0 and have batch sizes but was PT0S on"
                + " BatchLadder[steps=[1, 2]]");
    assertThatThrownBy(() -> new LatencyPace(BatchLadder.any(), Duration.ofMillis(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a latency target must be above 0 and have batch sizes but was PT0.001S on"
                + " BatchLadder[steps=[]]");
  }

  /** Images for which the slot waited. */
  private void images(int count, int everyMillis) {
    for (int image = 0; image < count; image++) {
      idleMillis++;
      imagesWithoutRest(1, everyMillis);
    }
  }

  private void imagesWithoutRest(int count, int everyMillis) {
    for (int image = 0; image < count; image++) {
      nowMillis += everyMillis;
      pace.arrived(nowMillis * MILLI, idleMillis);
    }
  }

  private void ran(int images, int millis) {
    pace.ran(images, millis * MILLI);
  }

  private static BatchPlan plan(int images, int millis) {
    return new BatchPlan(images, Duration.ofMillis(millis));
  }
}

package dev.tagstream.pipeline.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.record.ModelEpoch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SwapMeetingsTest {

  private static final String JOB = "job";
  private static final ModelEpoch NEXT = new ModelEpoch(3, "/models/b.onnx", "ab".repeat(32));

  private final SwapMeetings meetings = new SwapMeetings();
  private final AtomicInteger released = new AtomicInteger();

  @Test
  void aSlotWaitsUntilAllOthersHaveReleasedTheOldModel() throws Exception {
    enter(0);
    enter(1);
    meetings.enter("another job", 1, 2);
    announce(0);
    announce(1);
    assertThat(meetings.announced(JOB, 0)).isEqualTo(NEXT);

    meetings.move(JOB, 0, 3);
    CompletableFuture<Void> first = awaiting();
    assertThat(meetings.announced(JOB, 0)).isNull();
    assertThat(released).hasValue(1);
    TimeUnit.MILLISECONDS.sleep(50);
    assertThat(first).isNotDone();

    meetings.move(JOB, 1, 3);
    first.get();
    assertThat(released).hasValue(2);
  }

  @Test
  void aSlotWhoseTaskEndsHoldsNobodyUp() throws Exception {
    enter(0);
    Runnable leaving = enter(1);
    meetings.move(JOB, 0, 3);
    CompletableFuture<Void> first = awaiting();

    leaving.run();
    first.get();
  }

  @Test
  void theEndOfAnEarlierAttemptLeavesTheNextOneHere() {
    Runnable leaving = enter(0);
    enter(0);
    leaving.run();
    announce(0);

    assertThat(meetings.announced(JOB, 0)).isEqualTo(NEXT);
  }

  @Test
  void aSlotThatNobodyAnnouncedMovesAlone() throws Exception {
    meetings.move(JOB, 5, 3);
    meetings.awaitOthers(JOB, 3);

    assertThat(meetings.announced(JOB, 5)).isNull();
  }

  private Runnable enter(int slot) {
    return meetings.enter(JOB, slot, 2);
  }

  private void announce(int slot) {
    meetings.announce(JOB, slot, NEXT, released::incrementAndGet);
  }

  private CompletableFuture<Void> awaiting() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            meetings.awaitOthers(JOB, 3);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}

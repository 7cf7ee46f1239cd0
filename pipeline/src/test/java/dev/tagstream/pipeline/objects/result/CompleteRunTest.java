package dev.tagstream.pipeline.objects.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.config.ObjectSelection;
import dev.tagstream.pipeline.objects.ReadPages;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // what is closed may throw anything
final class CompleteRunTest {

  @TempDir private Path results;

  private ReadPages pages;

  @BeforeEach
  void begin() throws Exception {
    pages = manifest();
    pages.beginAnew();
  }

  @Test
  void completesARunWhoseInputHasEndedWithTheCountsOfAllAttempts() throws Exception {
    OperatorSubtaskState saved;
    try (var before = operator()) {
      before.open();
      before.processElement1(new StreamRecord<>(3L));
      before.processElement2(new StreamRecord<>(1L));
      saved = before.snapshot(1, 1);
      before.processElement1(new StreamRecord<>(100L));
    }
    assertThat(results.resolve("_SUCCESS")).doesNotExist();

    try (var after = operator()) {
      after.initializeState(saved);
      after.open();
      after.processElement1(new StreamRecord<>(4L));
      after.endInput1();
      after.endInput2();
      after.snapshot(2, 2);
      assertThat(results.resolve("_SUCCESS")).doesNotExist();
    }

    assertThat(results.resolve("_SUCCESS")).hasContent("{\"tagged\": 7, \"rejected\": 1}");
    assertThat(pages.name()).isNull();
  }

  @Test
  void leavesARunPendingThatIsStopped() throws Exception {
    try (var operator = operator()) {
      operator.open();
      operator.processElement1(new StreamRecord<>(3L));
      operator.endInput1();
      operator.snapshot(1, 1);
    }

    assertThat(results.resolve("_SUCCESS")).doesNotExist();
    assertThat(pages.name()).isNotNull();
  }

  @Test
  void refusesToResumeWhereAnotherRunHasBegun() throws Exception {
    OperatorSubtaskState saved = savedWithAReject();
    ReadPages another = manifest();
    another.beginAnew();

    try (var after = operator()) {
      assertThatThrownBy(() -> after.initializeState(saved))
          .isInstanceOf(SuppressRestartsException.class)
          .cause()
          .hasMessage(
              "another run (%s) has begun in %s since this job (%s) was saved; start the job without its saved state",
              another.own(), results, pages.own());
    }
  }

  @Test
  void refusesToResumeWhereAnotherRunHasEnded() throws Exception {
    OperatorSubtaskState saved = savedWithAReject();
    ReadPages another = manifest();
    another.beginAnew();
    another.complete();

    try (var after = operator()) {
      assertThatThrownBy(() -> after.initializeState(saved))
          .isInstanceOf(SuppressRestartsException.class)
          .cause()
          .hasMessageStartingWith("another run has begun in %s", results);
    }
  }

  @Test
  void doesNothingInAnAttemptAfterTheOneThatCompletedTheRun() throws Exception {
    OperatorSubtaskState saved = savedWithAReject();
    pages.complete();

    try (var after = operator()) {
      after.initializeState(saved);
      after.open();
      after.endInput1();
      after.endInput2();
    }

    assertThat(results.resolve("_SUCCESS")).doesNotExist();
  }

  @Test
  void failsWhereAnotherRunHasBegunMeanwhile() throws Exception {
    ReadPages another = manifest();
    var operator = operator();
    operator.open();
    operator.processElement1(new StreamRecord<>(3L));
    another.beginAnew();
    operator.endInput1();
    operator.endInput2();

    assertThatThrownBy(operator::close)
        .isInstanceOf(SuppressRestartsException.class)
        .cause()
        .hasMessageContaining("but another run (%s) has begun there meanwhile", another.own());
    assertThat(results.resolve("_SUCCESS")).doesNotExist();
    assertThat(pages.name()).isEqualTo(another.own());
  }

  @Test
  void completesItsOwnRunThoughAnEarlierOneWasPendingAtItsFirstCheckpoint() throws Exception {
    manifest().beginAnew();
    OperatorSubtaskState saved;
    try (var before = operator()) {
      before.open();
      saved = before.snapshot(1, 1);
    }

    try (var after = operator()) {
      after.initializeState(saved);
      after.open();
      pages.beginAnew();
      after.processElement1(new StreamRecord<>(2L));
      after.endInput1();
      after.endInput2();
      after.snapshot(2, 2);
    }

    assertThat(results.resolve("_SUCCESS")).hasContent("{\"tagged\": 2, \"rejected\": 0}");
    assertThat(pages.name()).isNull();
  }

  @Test
  void completesTheRunOfAJobThatWasSavedBeforeItsRunBeganAndIsSubmittedAgain() throws Exception {
    OperatorSubtaskState beforeListing;
    try (var before = operator()) {
      before.open();
      beforeListing = before.snapshot(1, 1);
    }
    pages = manifest();

    OperatorSubtaskState saved;
    try (var after = operator()) {
      after.initializeState(beforeListing);
      after.open();
      pages.beginAnew();
      after.processElement1(new StreamRecord<>(2L));
      saved = after.snapshot(2, 2);
    }
    try (var restarted = operator()) {
      restarted.initializeState(saved);
      restarted.open();
      restarted.endInput1();
      restarted.endInput2();
    }

    assertThat(results.resolve("_SUCCESS")).hasContent("{\"tagged\": 2, \"rejected\": 0}");
    assertThat(pages.name()).isNull();
  }

  /** The state of a job that has listed an object and rejected it. */
  private OperatorSubtaskState savedWithAReject() throws Exception {
    pages.add("page", List.of(new StoredObject("file:/a.png", 1, "1")));
    try (var before = operator()) {
      before.open();
      before.processElement2(new StreamRecord<>(1L));
      return before.snapshot(1, 1);
    }
  }

  private ReadPages manifest() {
    return new ReadPages(results.toString(), ObjectSelection.NEW);
  }

  private TwoInputStreamOperatorTestHarness<Long, Long, Void> operator() throws Exception {
    return new TwoInputStreamOperatorTestHarness<>(
        new CompleteRun(new SuccessFile(results.toString()), pages));
  }
}

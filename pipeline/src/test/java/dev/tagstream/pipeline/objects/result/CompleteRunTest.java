package dev.tagstream.pipeline.objects.result;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.config.ObjectSelection;
import dev.tagstream.pipeline.objects.ReadPages;
import java.nio.file.Path;
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
    pages = new ReadPages(results.toString(), ObjectSelection.NEW);
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
    OperatorSubtaskState saved;
    String run = requireNonNull(pages.name());
    try (var before = operator()) {
      before.open();
      before.processElement2(new StreamRecord<>(1L));
      saved = before.snapshot(1, 1);
    }
    beginAnother(run);

    try (var after = operator()) {
      assertThatThrownBy(() -> after.initializeState(saved))
          .isInstanceOf(SuppressRestartsException.class)
          .cause()
          .hasMessage(
              "another run (%s) has begun in %s since this job (%s) was saved; start the job without its saved state",
              pages.name(), results, run);
    }
  }

  @Test
  void completesItsOwnRunThoughAnEarlierOneWasPendingAtItsFirstCheckpoint() throws Exception {
    String earlier = requireNonNull(pages.name());
    OperatorSubtaskState saved;
    try (var before = operator()) {
      before.open();
      saved = before.snapshot(1, 1);
    }
    beginAnother(earlier);

    try (var after = operator()) {
      after.initializeState(saved);
      after.open();
      after.processElement1(new StreamRecord<>(2L));
      after.endInput1();
      after.endInput2();
      after.snapshot(2, 2);
    }

    assertThat(results.resolve("_SUCCESS")).hasContent("{\"tagged\": 2, \"rejected\": 0}");
    assertThat(pages.name()).isNull();
  }

  /** Begins another run; their names are of milliseconds. */
  private void beginAnother(String run) throws Exception {
    while (run.equals(pages.name())) {
      pages.beginAnew();
    }
  }

  private TwoInputStreamOperatorTestHarness<Long, Long, Void> operator() throws Exception {
    return new TwoInputStreamOperatorTestHarness<>(
        new CompleteRun(new SuccessFile(results.toString()), pages));
  }
}

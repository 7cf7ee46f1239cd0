package dev.tagstream.pipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.batch.BatchLimits;
import dev.tagstream.pipeline.batch.BatchPace;
import dev.tagstream.pipeline.batch.BatchPlan;
import dev.tagstream.pipeline.batch.FixedPace;
import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.record.NormalizedImage;
import dev.tagstream.pipeline.record.QueuedImage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches of up to 3 images of one byte each, which wait 50 ms. */
final class FormBatchesTest {

  private OneInputStreamOperatorTestHarness<NormalizedImage, ImageBatch> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new FormBatches(
                new BatchLimits(3, 3, 1000), () -> new FixedPace(3, Duration.ofMillis(50))));
    open(harness);
  }

  private static void open(OneInputStreamOperatorTestHarness<NormalizedImage, ImageBatch> harness)
      throws Exception {
    harness.setup(new ImageBatchType().createSerializer(new SerializerConfigImpl()));
    harness.open();
    harness.setProcessingTime(1000);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void handsFullBatchesOnInOrderWithTheirRows() throws Exception {
    add("a", "b", "c", "d", "e", "f", "g");

    assertThat(batches()).containsExactly(List.of("a", "b", "c"), List.of("d", "e", "f"));
    assertThat(harness.extractOutputValues())
        .extracting(ImageBatch::input)
        .containsExactly(
            ByteBuffer.wrap(new byte[] {'a', 'b', 'c'}),
            ByteBuffer.wrap(new byte[] {'d', 'e', 'f'}));
  }

  @Test
  void handsABatchOnBeforeAnImageOfAnotherSize() throws Exception {
    add("a", "b");
    harness.processElement(
        new StreamRecord<>(ImageRecords.normalized("wide", 3, 1, new byte[] {'w'})));
    add("c");
    harness.getOneInputOperator().finish();

    assertThat(batches()).containsExactly(List.of("a", "b"), List.of("wide"), List.of("c"));
    assertThat(harness.extractOutputValues())
        .extracting(ImageBatch::width)
        .containsExactly(1, 3, 1);
  }

  @Test
  void handsABatchOnWhenItsFirstImageHasWaited() throws Exception {
    add("a");
    harness.setProcessingTime(1030);
    add("b");
    harness.setProcessingTime(1049);
    assertThat(batches()).isEmpty();

    harness.setProcessingTime(1050);
    assertThat(batches()).containsExactly(List.of("a", "b"));
  }

  @Test
  void countsTheDelayFromTheFirstImageOfEachBatch() throws Exception {
    add("a", "b");
    harness.setProcessingTime(1020);
    add("c", "d");
    harness.setProcessingTime(1069);
    assertThat(batches()).containsExactly(List.of("a", "b", "c"));

    harness.setProcessingTime(1070);
    assertThat(batches()).containsExactly(List.of("a", "b", "c"), List.of("d"));
  }

  @Test
  void waitsAgainAfterAQuietTime() throws Exception {
    add("a");
    harness.setProcessingTime(5000);
    add("b");
    harness.setProcessingTime(5049);
    assertThat(batches()).containsExactly(List.of("a"));

    harness.setProcessingTime(5050);
    assertThat(batches()).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void handsOnAllBeforeABarrierAndHoldsNoState() throws Exception {
    add("a", "b");

    harness.prepareSnapshotPreBarrier(1);

    assertThat(batches()).containsExactly(List.of("a", "b"));
    assertThat(harness.snapshot(1, 1).hasState()).isFalse();
    harness.setProcessingTime(9000);
    assertThat(batches()).hasSize(1);
  }

  @Test
  void lettingNoWatermarkOvertakeAnImage() throws Exception {
    add("a");
    harness.processWatermark(new Watermark(77));

    assertThat(harness.getOutput()).hasSize(2).last().isEqualTo(new Watermark(77));
    assertThat(batches()).containsExactly(List.of("a"));
  }

  @Test
  void lettingNoIdlenessOvertakeAnImage() throws Exception {
    add("a");
    harness.processWatermarkStatus(WatermarkStatus.IDLE);

    assertThat(harness.getOutput()).hasSize(2).last().isEqualTo(WatermarkStatus.IDLE);
    assertThat(batches()).containsExactly(List.of("a"));
  }

  @Test
  void handsOnTheRestAtTheEnd() throws Exception {
    add("a");

    harness.getOneInputOperator().finish();

    assertThat(batches()).containsExactly(List.of("a"));
  }

  @Test
  void makesNoBatchOfNothing() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    harness.getOneInputOperator().finish();
    harness.setProcessingTime(9000);

    assertThat(harness.getOutput()).isEmpty();
  }

  @Test
  void handsABatchOnBeforeMoreWouldWaitThanMay() throws Exception {
    harness.close();
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new FormBatches(
                new BatchLimits(3, 3, 5), () -> new FixedPace(3, Duration.ofMillis(50))));
    open(harness);

    // with each wait its row and the record, in which the image lies, of one byte each
    add("a", "b", "c", "d", "e");

    assertThat(batches()).containsExactly(List.of("a", "b"), List.of("c", "d"));
  }

  @Test
  void formsEachBatchAsItsPaceWantsIt() throws Exception {
    harness.close();
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new FormBatches(new BatchLimits(3, 3, 1000), GrowingPace::new));
    open(harness);

    add("a", "b", "c", "d", "e", "f", "g");
    assertThat(batches()).containsExactly(List.of("a"), List.of("b", "c"), List.of("d", "e", "f"));

    harness.setProcessingTime(1069);
    assertThat(batches()).hasSize(3);
    harness.setProcessingTime(1070);
    assertThat(batches()).hasSize(4).last().isEqualTo(List.of("g"));
  }

  @Test
  void tellsThePaceOfEachImageAndEachRun() throws Exception {
    harness.close();
    HEARD.clear();
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new FormBatches(new BatchLimits(3, 3, 1000), GrowingPace::new));
    open(harness);

    add("a", "b", "c", "d");
    harness.getOneInputOperator().finish();

    assertThat(HEARD)
        .containsExactly(
            "an image",
            "a run of 1",
            "an image",
            "an image",
            "a run of 2",
            "an image",
            "a run of 1");
  }

  @Test
  @SuppressWarnings("try") // the environment's close may throw anything
  void showsTheSizesThatItsPaceWanted() throws Exception {
    InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup();
    harness.close();
    try (MockEnvironment environment = TaskMetrics.environment(metrics)) {
      harness =
          new OneInputStreamOperatorTestHarness<>(
              new FormBatches(new BatchLimits(3, 3, 1000), GrowingPace::new), environment);
      open(harness);

      add("a", "b", "c", "d");

      Histogram planned = (Histogram) metrics.get("plannedBatchImages");
      assertThat(planned.getStatistics().getValues()).containsExactly(1, 2, 3);
    }
  }

  /** What a pace was told. */
  private static final List<String> HEARD = new ArrayList<>();

  /** Wants one image more in each batch, and lets it wait 10 ms longer. */
  private static final class GrowingPace implements BatchPace {

    private int images;

    @Override
    public void arrived(long nowNanos, long idleMillis) {
      HEARD.add("an image");
    }

    @Override
    public void ran(int count, long nanos) {
      HEARD.add("a run of " + count);
    }

    @Override
    public BatchPlan next() {
      images++;
      return new BatchPlan(images, Duration.ofMillis(30 + 10 * images));
    }
  }

  private void add(String... ids) throws Exception {
    for (String id : ids) {
      byte[] row = {(byte) id.charAt(0)};
      harness.processElement(new StreamRecord<>(ImageRecords.normalized(id, row)));
      row[0] = 0; // the row is borrowed
    }
  }

  private List<List<String>> batches() {
    List<List<String>> batches = new ArrayList<>();
    for (Object output : harness.getOutput()) {
      if (output instanceof StreamRecord<?> record
          && record.getValue() instanceof ImageBatch batch) {
        batches.add(batch.images().stream().map(FormBatchesTest::id).toList());
      }
    }
    return batches;
  }

  private static String id(QueuedImage image) {
    return image.encoded().id();
  }
}

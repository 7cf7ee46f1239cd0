package dev.tagstream.pipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.drift.DriftSettings;
import dev.tagstream.pipeline.drift.DriftWindow;
import dev.tagstream.pipeline.drift.TagCounts;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

final class EmitTagsTest {

  /** What the records of {@link ImageRecords} have. */
  private static final long SENT_AT_MILLIS = 1_700_000_000_000L;

  /** Has metrics with labels too. */
  private final InterceptingOperatorMetricGroup metrics =
      new InterceptingOperatorMetricGroup() {
        @Override
        public MetricGroup addGroup(String label, String value) {
          return this;
        }
      };

  @Test
  @SuppressWarnings("try") // what is closed may throw anything
  void emitsTagsAndRejectsAndCountsThem() throws Exception {
    EncodedImage image = ImageRecords.encoded("a", new byte[0]);
    RejectedImage rejected =
        new RejectedImage(image.source(), "c", RejectReason.MODEL_FAILED, Stage.TAG, "no");
    TaggedBatch batch =
        new TaggedBatch(
            List.of(tagged("a", 250, new Tag(0, "cat", null, 0.75f)), tagged("b", 350)),
            List.of(rejected));

    try (MockEnvironment environment = TaskMetrics.environment(metrics);
        OneInputStreamOperatorTestHarness<TaggedBatch, TaggedImage> harness =
            new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new EmitTags(TestStorm.LIMITS, null)), environment)) {
      harness.open();
      harness.processElement(new StreamRecord<>(batch));

      assertThat(harness.extractOutputValues()).containsExactlyElementsOf(batch.tagged());
      assertThat(harness.getSideOutput(RejectsOutput.TAG))
          .extracting(StreamRecord::getValue)
          .containsExactly(rejected);
    }
    assertThat(count("imagesTagged")).isEqualTo(2);
    assertThat(count("endToEndMillisSum")).isEqualTo(600);
    assertThat(count("topScoreMillionthsSum")).isEqualTo(750_000);
  }

  @Test
  @SuppressWarnings("try") // what is closed may throw anything
  void showsTheDriftOfEachWindowOfTheReferencesModel() throws Exception {
    DriftReference reference =
        new DriftReference("m", "0", new TagCounts(0, 0.5, Map.of("cat", 50L, "dog", 50L)));
    EmitTags step =
        new EmitTags(TestStorm.LIMITS, new DriftSettings(reference, DriftWindow.ofImages(100)));
    List<TaggedImage> cats =
        Collections.nCopies(50, tagged("a", 1, new Tag(0, "cat", null, 0.75f)));

    try (MockEnvironment environment = TaskMetrics.environment(metrics);
        OneInputStreamOperatorTestHarness<TaggedBatch, TaggedImage> harness =
            new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(step), environment)) {
      harness.open();
      harness.processElement(new StreamRecord<>(new TaggedBatch(cats, List.of())));
      assertThat(gauge("driftPsi")).isNaN();
      harness.processElement(new StreamRecord<>(new TaggedBatch(cats, List.of())));
      assertThat(gauge("driftPsi")).isGreaterThan(4);
      assertThat(gauge("driftConfidenceShift")).isEqualTo(0.25);
    }
  }

  private double gauge(String name) {
    return ((Number) ((Gauge<?>) metrics.get(name)).getValue()).doubleValue();
  }

  private long count(String name) {
    return ((Counter) metrics.get(name)).getCount();
  }

  private static TaggedImage tagged(String id, long endToEndMillis, Tag... tags) {
    ModelRun run = new ModelRun("m", "0", "cpu", SENT_AT_MILLIS + endToEndMillis, 100);
    QueuedImage queued =
        new QueuedImage(ImageRecords.encoded(id, new byte[0]), 8, 6, 1000, null, 0);
    return new TaggedImage(queued, List.of(tags), null, 0, run);
  }
}

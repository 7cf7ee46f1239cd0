package dev.tagstream.pipeline.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.metrics.Histogram;
import org.junit.jupiter.api.Test;

final class DistributionTest {

  private final RecordedMetrics metrics = new RecordedMetrics();

  @Test
  void countsEachValueInItsBucketAndAllThatFollow() {
    Distribution distribution = Distribution.register(metrics, "millis", List.of(10L, 100L));

    for (long value : new long[] {0, 10, 11, 100, 101, 5000}) {
      distribution.update(value);
    }

    assertThat(metrics.count("le=10.millisBucket")).isEqualTo(2);
    assertThat(metrics.count("le=100.millisBucket")).isEqualTo(4);
    assertThat(metrics.count("le=+Inf.millisBucket")).isEqualTo(6);
    assertThat(metrics.count("millisSum")).isEqualTo(5222);
  }

  @Test
  void keepsFlinksHistogramBeside() {
    Distribution distribution = Distribution.register(metrics, "millis", List.of(10L));

    distribution.update(3);
    distribution.update(5);

    assertThat(metrics.all().get("millis"))
        .isInstanceOfSatisfying(
            Histogram.class,
            histogram -> assertThat(histogram.getStatistics().getMean()).isEqualTo(4.0));
  }

  @Test
  void beginsAtZeroSoThatTheFirstValueIsAnIncrease() {
    TaggingMetric.BATCH_IMAGES.distribution(metrics);

    assertThat(metrics.all())
        .containsKeys("le=1.batchImagesBucket", "le=256.batchImagesBucket", "batchImages");
    assertThat(metrics.count("le=+Inf.batchImagesBucket")).isZero();
    assertThat(metrics.count("batchImagesSum")).isZero();
  }
}

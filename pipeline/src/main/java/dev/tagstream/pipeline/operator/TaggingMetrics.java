package dev.tagstream.pipeline.operator;

import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** What the steps count and measure, beside Flink's own metrics. */
public final class TaggingMetrics {

  /** Counter: records read from the images topic, whatever became of them. */
  public static final String IMAGES_READ = "imagesRead";

  /** Counter: images that got their tags. */
  public static final String IMAGES_TAGGED = "imagesTagged";

  /** Counter for each {@link #REASON}: images that were rejected. */
  public static final String IMAGES_REJECTED = "imagesRejected";

  /** The label of {@link #IMAGES_REJECTED}: a constant of RejectReason. */
  public static final String REASON = "reason";

  /** Gauge: 1 while most images are rejected, else 0. */
  public static final String REJECT_STORM = "rejectStorm";

  /** Counter: times that records of a partition were deleted before they were tagged. */
  public static final String LOST_RECORD_RANGES = "lostRecordRanges";

  /** Counter: transactions with results that the broker aborted before they were committed. */
  public static final String LOST_TRANSACTIONS = "lostTransactions";

  /** Histogram: images in a batch. */
  public static final String BATCH_IMAGES = "batchImages";

  /** Histogram: images that a batch was meant to have; it has fewer where its time was up. */
  public static final String PLANNED_BATCH_IMAGES = "plannedBatchImages";

  /** Histogram: time to decode, resize and crop one image, in microseconds. */
  public static final String DECODE_MICROS = "decodeMicros";

  /** Histogram: time the first image of a batch waited for the model, in microseconds. */
  public static final String QUEUE_MICROS = "queueMicros";

  /** Histogram: time the model took for one batch, in microseconds. */
  public static final String INFERENCE_MICROS = "inferenceMicros";

  /** How many of the last values a histogram is made of. */
  private static final int HISTOGRAM_WINDOW = 1024;

  private TaggingMetrics() {}

  static Histogram histogram(MetricGroup metrics, String name) {
    return metrics.histogram(name, new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW));
  }
}

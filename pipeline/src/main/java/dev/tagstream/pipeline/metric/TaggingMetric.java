package dev.tagstream.pipeline.metric;

import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Every metric of the job: its name, which stays, its unit and what it means. Distributions have
 * further counters, see {@link Distribution}.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists are List.of
public enum TaggingMetric {
  IMAGES_READ(
      Kind.COUNTER,
      "imagesRead",
      "records",
      "Records read from the images topic, or images from objects, whatever became of them."),
  BYTES_READ(Kind.COUNTER, "bytesRead", "bytes", "The values of those records, or those images."),
  IMAGES_TAGGED(Kind.COUNTER, "imagesTagged", "images", "Images that got their tags."),
  IMAGES_REJECTED(
      Kind.COUNTER,
      "imagesRejected",
      "images",
      "Images that were rejected, by the reason that the reject names.",
      "reason"),
  REJECT_STORM(Kind.GAUGE, "rejectStorm", "0 or 1", "1 while most images are rejected."),
  LOST_RECORD_RANGES(
      Kind.COUNTER,
      "lostRecordRanges",
      "ranges",
      "Times that records of a partition were deleted before they were tagged."),
  REPEATED_RECORDS(
      Kind.COUNTER,
      "repeatedRecords",
      "records",
      "Records that the job tags again because it resumed from a state older than the offsets that"
          + " its group has committed."),
  LOST_TRANSACTIONS(
      Kind.COUNTER,
      "lostTransactions",
      "transactions",
      "Transactions with results that the broker aborted before they were committed."),
  LEASE_AGE_SECONDS(
      Kind.GAUGE,
      "leaseAgeSeconds",
      "s",
      "Time since the job renewed its lease, which it does every 5 s. The JobManager reports it. After"
          + " 25 s another start may take the lease over.") {
    @Override
    public Reporter reporter() {
      return Reporter.ENUMERATOR;
    }
  },
  BUSY_NANOS(
      Kind.COUNTER,
      "busyNanos",
      "ns",
      "Time that slots spent on decode (with resizing and normalizing), queue (waiting for room on"
          + " the device), inference or sink (writing results). All other time is fetch: waiting for"
          + " records and reading them.",
      "step"),
  TOP_LABEL_IMAGES(
      Kind.COUNTER,
      "topLabelImages",
      "images",
      "Images whose best tag has this label; (none) has no tag, (other) is what came after the 100"
          + " labels that a slot saw first.",
      "label"),
  SESSION(
      Kind.GAUGE,
      "session",
      "1",
      "Always 1: the labels say what runs which model where.",
      "provider",
      "device",
      "model",
      "sha256"),
  PROVIDER_FALLBACK(
      Kind.GAUGE,
      "providerFallback",
      "0 or 1",
      "1 where tagging.device.provider is auto and the CPU runs the model because CUDA could not be"
          + " loaded."),
  SESSION_BYTES(
      Kind.GAUGE,
      "sessionBytes",
      "bytes",
      "Resident memory that the process gained while it opened the session and warmed it up, whatever"
          + " else it did meanwhile; slots share it. A GPU's own memory is not in it. 0 where the"
          + " system does not tell."),
  PROCESS_RESIDENT_BYTES(
      Kind.GAUGE,
      "processResidentBytes",
      "bytes",
      "Resident memory of the TaskManager's process now, the same in each slot. 0 where the system"
          + " does not tell."),
  DECODE_MICROS("decodeMicros", "µs", Bounds.MICROS, "Time to decode, resize and crop an image."),
  QUEUE_MICROS(
      "queueMicros",
      "µs",
      Bounds.MICROS,
      "Time from when an image's pixels joined a batch until the model began with it."),
  INFERENCE_MICROS(
      "inferenceMicros", "µs", Bounds.MICROS, "Time the model took for a batch, with its wait."),
  END_TO_END_MILLIS(
      "endToEndMillis",
      "ms",
      Bounds.MILLIS,
      "Time from the record's timestamp until its image was tagged, by the clocks of both machines."
          + " Readers of committed records see the result at the next checkpoint."),
  BATCH_IMAGES("batchImages", "images", Bounds.IMAGES, "Images in a batch."),
  PLANNED_BATCH_IMAGES(
      "plannedBatchImages",
      "images",
      Bounds.IMAGES,
      "Images that a batch was meant to have; it has fewer where its time was up."),
  TOP_SCORE_MILLIONTHS(
      "topScoreMillionths",
      "1/1000000",
      Bounds.MILLIONTHS,
      "Score of an image's best tag, 1000000 being certain.");

  /** What a metric is. */
  public enum Kind {
    COUNTER,
    GAUGE,
    DISTRIBUTION
  }

  /** Who reports a metric, which its name in Prometheus begins with. */
  public enum Reporter {
    /** Every slot. */
    OPERATOR("flink_taskmanager_job_task_operator_"),
    /** The JobManager, for the source. */
    ENUMERATOR("flink_jobmanager_job_operator_coordinator_enumerator_");

    private final String prometheusScope;

    Reporter(String prometheusScope) {
      this.prometheusScope = prometheusScope;
    }

    /** What the names of its metrics begin with in Prometheus. */
    public String prometheusScope() {
      return prometheusScope;
    }
  }

  private final Kind kind;
  private final String metricName;
  private final String unit;
  private final String meaning;
  private final List<String> labels;
  private final List<Long> bounds;

  TaggingMetric(Kind kind, String metricName, String unit, String meaning, String... labels) {
    this.kind = kind;
    this.metricName = metricName;
    this.unit = unit;
    this.meaning = meaning;
    this.labels = List.of(labels);
    this.bounds = List.of();
  }

  TaggingMetric(String metricName, String unit, List<Long> bounds, String meaning) {
    this.kind = Kind.DISTRIBUTION;
    this.metricName = metricName;
    this.unit = unit;
    this.meaning = meaning;
    this.labels = List.of();
    this.bounds = bounds;
  }

  public Kind kind() {
    return kind;
  }

  public Reporter reporter() {
    return Reporter.OPERATOR;
  }

  /** The name without scope and labels. */
  public String metricName() {
    return metricName;
  }

  public String unit() {
    return unit;
  }

  /** One or more sentences. */
  public String meaning() {
    return meaning;
  }

  /** The names of its labels, in the order in which they are given. */
  public List<String> labels() {
    return labels;
  }

  /** The largest value of each bucket but the last, which has none; empty unless a distribution. */
  public List<Long> bounds() {
    return bounds;
  }

  /**
   * Registers this counter.
   *
   * @param labelValues one for each of {@link #labels()}
   */
  public Counter counter(MetricGroup group, String... labelValues) {
    require(Kind.COUNTER);
    return labelled(group, labelValues).counter(metricName);
  }

  /**
   * Registers this gauge.
   *
   * @param labelValues one for each of {@link #labels()}
   */
  public void gauge(MetricGroup group, Gauge<? extends Number> gauge, String... labelValues) {
    require(Kind.GAUGE);
    labelled(group, labelValues).gauge(metricName, gauge);
  }

  /**
   * Registers this distribution.
   *
   * @throws IllegalArgumentException if this metric is of another kind
   */
  public Distribution distribution(MetricGroup group) {
    require(Kind.DISTRIBUTION);
    return Distribution.register(group, metricName, bounds);
  }

  private MetricGroup labelled(MetricGroup group, String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(
          "%s has the labels %s but was given %d values"
              .formatted(metricName, labels, values.length));
    }
    MetricGroup labelled = group;
    for (int i = 0; i < values.length; i++) {
      labelled = labelled.addGroup(labels.get(i), values[i]);
    }
    return labelled;
  }

  private void require(Kind wanted) {
    if (kind != wanted) {
      throw new IllegalArgumentException(metricName + " is a " + kind + " and no " + wanted);
    }
  }
}

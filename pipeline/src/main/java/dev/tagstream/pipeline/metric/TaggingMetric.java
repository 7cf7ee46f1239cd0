package dev.tagstream.pipeline.metric;

import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Every metric of the job, with its stable name, its unit and its meaning. Distributions have
 * further counters, see {@link Distribution}.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists are List.of
public enum TaggingMetric {
  IMAGES_READ(
      Kind.COUNTER,
      "imagesRead",
      "records",
      "Records read from the images topic, or images read from objects, whatever their outcome."),
  BYTES_READ(
      Kind.COUNTER,
      "bytesRead",
      "bytes",
      "Size of the values of those records, or of those images."),
  FETCHED_BYTES(
      Kind.COUNTER,
      "fetchedBytes",
      "bytes",
      "Size of the images that were fetched from their URIs."),
  FETCH_RETRIES(
      Kind.COUNTER,
      "fetchRetries",
      "tries",
      "Times that a slot requested an image again: after a failure, or after 429 or 503"
          + " (slow-down).",
      "cause"),
  FETCHES_IN_FLIGHT(Kind.GAUGE, "fetchesInFlight", "images", "Images that a slot is fetching now."),
  FETCH_LIMIT(
      Kind.GAUGE,
      "fetchLimit",
      "images",
      "The most images that a slot fetches at a time now. It halves when a server answers 429 or"
          + " 503, and recovers as images arrive."),
  IMAGES_TAGGED(Kind.COUNTER, "imagesTagged", "images", "Images that were tagged."),
  DUPLICATE_IMAGES(
      Kind.COUNTER,
      "duplicateImages",
      "images",
      "Images that got the tags of an earlier image with the same bytes, and so were neither"
          + " decoded nor run. They count as tagged too."),
  IMAGES_REJECTED(
      Kind.COUNTER,
      "imagesRejected",
      "images",
      "Images that were rejected, by the reason in the reject.",
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
      "Time since the job renewed its lease, which it does every 5 s. The JobManager reports it."
          + " After 25 s another start may take the lease over.") {
    @Override
    public Reporter reporter() {
      return Reporter.ENUMERATOR;
    }
  },
  LISTED_OBJECTS(
      Kind.GAUGE,
      "listedObjects",
      "objects",
      "Objects that a job over objects has listed, without those that it does not read because an"
          + " earlier run did. The JobManager reports it.") {
    @Override
    public Reporter reporter() {
      return Reporter.ENUMERATOR;
    }
  },
  LISTED_BYTES(
      Kind.GAUGE, "listedBytes", "bytes", "Size of those objects. The JobManager reports it.") {
    @Override
    public Reporter reporter() {
      return Reporter.ENUMERATOR;
    }
  },
  LISTING_COMPLETE(
      Kind.GAUGE,
      "listingComplete",
      "0 or 1",
      "1 when every object is listed. Until then, bytesLeft and secondsLeft are at least the"
          + " given values. The JobManager reports it.") {
    @Override
    public Reporter reporter() {
      return Reporter.ENUMERATOR;
    }
  },
  BYTES_LEFT(
      Kind.GAUGE,
      "bytesLeft",
      "bytes",
      "Size of what is listed but not read, as of the last checkpoint. The JobManager reports it.") {
    @Override
    public Reporter reporter() {
      return Reporter.ENUMERATOR;
    }
  },
  SECONDS_LEFT(
      Kind.GAUGE,
      "secondsLeft",
      "s",
      "Time to read what is left, at the rate of the last 5 minutes. NaN if it is unknown. The"
          + " JobManager reports it.") {
    @Override
    public Reporter reporter() {
      return Reporter.ENUMERATOR;
    }
  },
  BUSY_NANOS(
      Kind.COUNTER,
      "busyNanos",
      "ns",
      "Time that slots spent on decode (with resizing and normalizing), queue (waiting for room"
          + " on the device), inference or sink (writing results). All other time is fetch:"
          + " waiting for records and reading them.",
      "step"),
  TOP_LABEL_IMAGES(
      Kind.COUNTER,
      "topLabelImages",
      "images",
      "Images whose best tag has this label. (none) counts images without a tag, (other) all"
          + " labels after the first 100 that a slot saw.",
      "label"),
  MODEL_EPOCH(
      Kind.GAUGE,
      "modelEpoch",
      "epochs",
      "Epoch of the job's models that a reader of the images topic is in, where"
          + " tagging.models.topic or tagging.models.file is set."),
  MANIFEST_IGNORED(
      Kind.GAUGE,
      "manifestIgnored",
      "0 or 1",
      "1 while the models' manifest cannot be read, breaks a rule, or names an epoch that is not above"
          + " the job's. The job goes on with the model that it has; the JobManager, which reports"
          + " it, logs the reason.") {
    @Override
    public Reporter reporter() {
      return Reporter.COORDINATOR;
    }
  },
  MODEL_REFUSED(
      Kind.GAUGE,
      "modelRefused",
      "0 or 1",
      "1 while the models' manifest names a model that this TaskManager cannot use. The job goes on"
          + " with the model that it has; the log has the reason."),
  MODELS_REFUSED(
      Kind.COUNTER,
      "modelsRefused",
      "tries",
      "Times that a reader of the images topic could not get a model of the manifest ready."),
  TRIAL_STOPPED(
      Kind.GAUGE,
      "trialStopped",
      "0 or 1",
      "1 while the newest epoch of the models' manifest is one in which the job stopped a model: a"
          + " guard stopped a canary or a shadow, or a main model could not be swapped in place. The"
          + " JobManager, which reports it, logs the reason; 'tagstream models show' prints it.") {
    @Override
    public Reporter reporter() {
      return Reporter.COORDINATOR;
    }
  },
  CANARY_IMAGES(
      Kind.COUNTER,
      "canaryImages",
      "images",
      "Images that a canary was to tag: tagged, failed (and so rejected), or main if the canary"
          + " does not run and the main model tagged them.",
      "outcome"),
  SHADOW_IMAGES(
      Kind.COUNTER,
      "shadowImages",
      "images",
      "Images that a shadow was to run on: tagged, failed, or dropped because the slot was under"
          + " load or the shadow was stopped.",
      "outcome"),
  SHADOW_AGREEMENT(
      Kind.GAUGE,
      "shadowAgreement",
      "1",
      "Share of images for which the shadow and the main model have the same best tag, in a slot's"
          + " last 200 images. NaN before that, and if their labels differ."),
  ALSO_IMAGES(
      Kind.COUNTER,
      "alsoImages",
      "images",
      "Images that a model of tagging.models.also, by its name there, tagged or failed on. An image"
          + " that it failed on has no result of this model; imagesTagged or imagesRejected counts"
          + " it by what the main model did.",
      "model",
      "outcome"),
  DRIFT_PSI(
      Kind.GAUGE,
      "driftPsi",
      "1",
      "Population stability index of a slot's last window of tags against the reference of"
          + " tagging.drift.reference. NaN before the first window ends, and if the model tagged"
          + " fewer than 100 images in it.",
      "model",
      "sha256"),
  DRIFT_PSI_BY_CHANCE(
      Kind.GAUGE,
      "driftPsiByChance",
      "1",
      "About the index that this window would have without any drift, because it and the reference"
          + " are samples. NaN as above.",
      "model",
      "sha256"),
  DRIFT_CONFIDENCE_SHIFT(
      Kind.GAUGE,
      "driftConfidenceShift",
      "1",
      "Mean score of the best tags in that window less that of the reference, -1 to 1. NaN as"
          + " above.",
      "model",
      "sha256"),
  SESSION(
      Kind.GAUGE,
      "session",
      "1",
      "1 for the session that tags, 0 for one that a slot has replaced or, in a job that switches"
          + " models, released while no images come; the labels name the provider, the device and"
          + " the model.",
      "provider",
      "device",
      "model",
      "sha256"),
  PROVIDER_FALLBACK(
      Kind.GAUGE,
      "providerFallback",
      "0 or 1",
      "1 if tagging.device.provider is auto and the CPU runs the model because CUDA could not be"
          + " loaded."),
  SESSION_BYTES(
      Kind.GAUGE,
      "sessionBytes",
      "bytes",
      "Growth of the process's resident memory while it opened the session and warmed it up,"
          + " including other work in that time; slots share it. It does not include the GPU's"
          + " own memory. 0 if the system does not report it."),
  PROCESS_RESIDENT_BYTES(
      Kind.GAUGE,
      "processResidentBytes",
      "bytes",
      "Resident memory of the TaskManager's process now, the same in each slot. 0 if the system"
          + " does not report it."),
  FETCH_MICROS(
      "fetchMicros",
      "µs",
      Bounds.MICROS,
      "Time of the attempt that fetched an image from its URI, including redirects."),
  DECODE_MICROS("decodeMicros", "µs", Bounds.MICROS, "Time to decode, resize and crop an image."),
  QUEUE_MICROS(
      "queueMicros",
      "µs",
      Bounds.MICROS,
      "Time from when an image's pixels joined a batch until the model started on it."),
  INFERENCE_MICROS(
      "inferenceMicros",
      "µs",
      Bounds.MICROS,
      "Time that the model took for a batch, including the wait for the device."),
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
      "The target size of a batch, in images; a batch that reaches its deadline has fewer."),
  TOP_SCORE_MILLIONTHS(
      "topScoreMillionths",
      "1/1000000",
      Bounds.MILLIONTHS,
      "Score of an image's best tag; 1000000 is certainty.");

  /** The kind of a metric. */
  public enum Kind {
    COUNTER,
    GAUGE,
    DISTRIBUTION
  }

  /** The reporter of a metric, which determines the prefix of its name in Prometheus. */
  public enum Reporter {
    /** Every slot reports it. */
    OPERATOR("flink_taskmanager_job_task_operator_"),
    /** The JobManager reports it, for the source. */
    ENUMERATOR("flink_jobmanager_job_operator_coordinator_enumerator_"),
    /** The JobManager reports it, for the step that stamps epochs. */
    COORDINATOR("flink_jobmanager_job_operator_coordinator_");

    private final String prometheusScope;

    Reporter(String prometheusScope) {
      this.prometheusScope = prometheusScope;
    }

    /** The prefix of its metrics' names in Prometheus. */
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

  /** Its meaning, in one or more sentences. */
  public String meaning() {
    return meaning;
  }

  /** The names of its labels, in the order of their values. */
  public List<String> labels() {
    return labels;
  }

  /**
   * The largest value of each bucket except the last, which is unbounded; empty unless it is a
   * distribution.
   */
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

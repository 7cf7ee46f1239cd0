package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.storm.RejectStorm;
import dev.tagstream.pipeline.storm.StormLimits;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.OutputTag;

/** The output of a step for rejected images; counts them by reason. */
public final class RejectsOutput {

  /** The side output of every step that rejects images. */
  public static final OutputTag<RejectedImage> TAG =
      new OutputTag<>("rejects", TypeInformation.of(RejectedImage.class));

  private final Map<RejectReason, Counter> counters = new EnumMap<>(RejectReason.class);

  private final RejectStorm storm;

  /** Registers the counters of a step, and watches for a storm. */
  public RejectsOutput(MetricGroup metrics, StormLimits limits) {
    storm = new RejectStorm(limits, System::nanoTime);
    TaggingMetric.REJECT_STORM.gauge(metrics, () -> storm.isRaging() ? 1 : 0);
    for (RejectReason reason : RejectReason.values()) {
      counters.put(reason, TaggingMetric.IMAGES_REJECTED.counter(metrics, reason.name()));
    }
  }

  /** Counts an image that was not rejected. */
  public void accept() {
    storm.accept();
  }

  /** Emits a rejected image. */
  public void reject(ProcessFunction<?, ?>.Context context, RejectedImage rejected) {
    reject(image -> context.output(TAG, image), rejected);
  }

  /**
   * Emits a rejected image in a step without a context.
   *
   * @param output of the step, by the tag {@link #TAG}
   */
  void reject(Consumer<RejectedImage> output, RejectedImage rejected) {
    requireNonNull(counters.get(rejected.reason())).inc();
    output.accept(rejected);
    storm.reject(rejected);
  }
}

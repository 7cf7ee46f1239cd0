package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.drift.DriftSettings;
import dev.tagstream.pipeline.drift.DriftWatch;
import dev.tagstream.pipeline.metric.Distribution;
import dev.tagstream.pipeline.metric.LabelCounts;
import dev.tagstream.pipeline.metric.Step;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import dev.tagstream.pipeline.storm.StormLimits;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Splits batches: tagged images go on, the others to the rejects, and what a shadow says to its own
 * side output.
 */
public final class EmitTags extends ProcessFunction<TaggedBatch, TaggedImage> {

  private static final long serialVersionUID = 1L;

  /** The side output of what a shadow says. */
  public static final OutputTag<TaggedImage> SHADOWS =
      new OutputTag<>("shadows", TypeInformation.of(TaggedImage.class));

  private static final float MILLION = 1e6f;

  private final StormLimits storm;
  private final @Nullable DriftSettings driftSettings;

  private transient RejectsOutput rejects;
  private transient Counter imagesTagged;
  private transient Counter busyNanos;
  private transient Distribution endToEndMillis;
  private transient Distribution topScoreMillionths;
  private transient LabelCounts topLabels;
  private transient @Nullable DriftWatch drift;

  /**
   * Splits batches and watches for a reject storm.
   *
   * @param drift what tags are compared with; null for nothing
   */
  public EmitTags(StormLimits storm, @Nullable DriftSettings drift) {
    this.storm = storm;
    this.driftSettings = drift;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    rejects = new RejectsOutput(metrics, storm);
    imagesTagged = TaggingMetric.IMAGES_TAGGED.counter(metrics);
    busyNanos = Step.SINK.busyNanos(metrics);
    endToEndMillis = TaggingMetric.END_TO_END_MILLIS.distribution(metrics);
    topScoreMillionths = TaggingMetric.TOP_SCORE_MILLIONTHS.distribution(metrics);
    topLabels = new LabelCounts(metrics);
    if (driftSettings != null) {
      drift = watch(driftSettings, metrics);
    }
  }

  private static DriftWatch watch(DriftSettings settings, MetricGroup metrics) {
    DriftWatch watch = new DriftWatch(settings, System::nanoTime);
    DriftReference reference = settings.reference();
    TaggingMetric.DRIFT_PSI.gauge(metrics, watch::psi, reference.model(), reference.modelSha256());
    TaggingMetric.DRIFT_PSI_BY_CHANCE.gauge(
        metrics, watch::psiByChance, reference.model(), reference.modelSha256());
    TaggingMetric.DRIFT_CONFIDENCE_SHIFT.gauge(
        metrics, watch::confidenceShift, reference.model(), reference.modelSha256());
    return watch;
  }

  /** In a chain, emitting a result returns after it was written. */
  @Override
  public void processElement(TaggedBatch batch, Context context, Collector<TaggedImage> out) {
    long begin = System.nanoTime();
    for (TaggedImage image : batch.tagged()) {
      count(image);
      rejects.accept();
      out.collect(image);
    }
    if (drift != null) {
      drift.endBatch();
    }
    for (RejectedImage rejected : batch.rejected()) {
      rejects.reject(context, rejected);
    }
    for (TaggedImage shadow : batch.shadows()) {
      context.output(SHADOWS, shadow);
    }
    busyNanos.inc(System.nanoTime() - begin);
  }

  private void count(TaggedImage image) {
    imagesTagged.inc();
    if (drift != null) {
      drift.add(image);
    }
    long sentAtMillis = image.image().encoded().source().timestampMillis();
    if (sentAtMillis >= 0) {
      endToEndMillis.update(Math.max(0, image.run().taggedAtMillis() - sentAtMillis));
    }
    List<Tag> tags = image.tags();
    if (tags.isEmpty()) {
      topLabels.addUntagged();
    } else {
      Tag best = tags.get(0);
      topLabels.add(best.index(), best.label());
      topScoreMillionths.update(Math.round(best.score() * MILLION));
    }
  }
}

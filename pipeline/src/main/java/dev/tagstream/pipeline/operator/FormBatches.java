package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.BatchBuffer;
import dev.tagstream.pipeline.batch.BatchLimits;
import dev.tagstream.pipeline.batch.BatchPace;
import dev.tagstream.pipeline.batch.BatchPlan;
import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.metric.Distribution;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.record.NormalizedImage;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.runtime.metrics.TimerGauge;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Gathers images into batches, in their order. A batch goes on when it is as large as its pace
 * wants it or no larger one fits, when its first image has waited long enough or an image of
 * another size comes, and before anything that must not overtake it: a checkpoint's barrier, a
 * watermark, the end. So nothing is held across a checkpoint and no pixels go into state.
 *
 * <p>In a chain, handing a batch on returns when it was tagged and its results were written: that
 * is how long a batch takes, as the pace is told.
 */
public final class FormBatches extends GatheringOperator<ImageBatch>
    implements OneInputStreamOperator<NormalizedImage, ImageBatch>, ProcessingTimeCallback {

  private static final long serialVersionUID = 1L;

  private final BatchLimits limits;
  private final PaceFactory paces;

  private transient BatchBuffer buffer;
  private transient BatchPace pace;
  private transient TimerGauge idle;
  private transient Distribution plannedImages;

  /** How many images the batch at hand shall have. */
  private transient int wantedImages;

  /** When the batch at hand must go on, on the clock of the processing time service. */
  private transient long dueMillis;

  /** What will fire, for the batch at hand or for an earlier one that filled up. */
  private transient @Nullable ScheduledFuture<?> timer;

  /**
   * Forms batches for a model.
   *
   * @param limits the largest batch
   * @param paces give the pace: how large a batch shall be and how long it waits
   */
  public FormBatches(BatchLimits limits, PaceFactory paces) {
    this.limits = limits;
    this.paces = paces;
  }

  @Override
  public void open() throws Exception {
    super.open();
    buffer = new BatchBuffer(limits);
    pace = paces.create();
    idle = metrics.getTaskIOMetricGroup().getIdleTimeMsPerSecond();
    plannedImages = TaggingMetric.PLANNED_BATCH_IMAGES.distribution(metrics);
  }

  @Override
  public void processElement(StreamRecord<NormalizedImage> element) {
    NormalizedImage image = element.getValue();
    if (!buffer.takes(image)) {
      flush();
    }
    pace.arrived(System.nanoTime(), idle.getAccumulatedCount());
    if (buffer.isEmpty()) {
      begin(pace.next());
    }
    buffer.add(image);
    if (buffer.isFull() || buffer.size() >= wantedImages) {
      flush();
    } else if (timer == null) {
      setTimer();
    }
  }

  private void begin(BatchPlan plan) {
    wantedImages = plan.images();
    dueMillis = getProcessingTimeService().getCurrentProcessingTime() + plan.delay().toMillis();
    plannedImages.update(wantedImages);
  }

  @Override
  public void onProcessingTime(long timeMillis) {
    timer = null;
    if (buffer.isEmpty()) {
      return;
    }
    if (timeMillis >= dueMillis) {
      flush();
    } else {
      setTimer();
    }
  }

  private void setTimer() {
    timer = getProcessingTimeService().registerTimer(dueMillis, this);
  }

  @Override
  void flush() {
    if (buffer.isEmpty()) {
      return;
    }
    long begin = System.nanoTime();
    output.collect(new StreamRecord<>(buffer.toBatch()));
    pace.ran(buffer.size(), System.nanoTime() - begin);
    buffer.clear();
  }
}

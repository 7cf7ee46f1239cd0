package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.BatchBuffer;
import dev.tagstream.pipeline.batch.BatchLimits;
import dev.tagstream.pipeline.batch.BatchPace;
import dev.tagstream.pipeline.batch.BatchPlan;
import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.batch.PaceFactory;
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
 * Gathers images into batches, in their order. A batch goes on when it reaches the size or the
 * deadline of its pace, when no larger batch fits, when an image of another size arrives, and
 * before anything that must not overtake it: a checkpoint barrier, a watermark, the end of the
 * input. So nothing is held across a checkpoint and no pixels enter the state.
 *
 * <p>In a chain, emitting a batch returns after it was tagged and its results were written; the
 * pace receives this duration.
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

  /** The target size of the current batch, in images. */
  private transient int wantedImages;

  /** The deadline of the current batch, on the clock of the processing time service. */
  private transient long dueMillis;

  /** The next timer, for the current batch or for an earlier one that was full before. */
  private transient @Nullable ScheduledFuture<?> timer;

  /**
   * Forms batches for a model.
   *
   * @param limits the largest batch
   * @param paces create the pace that decides the size and the deadline of a batch
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

package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.BatchBuffer;
import dev.tagstream.pipeline.batch.BatchLimits;
import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.image.NormalizedImage;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * Gathers images into batches, in their order. A batch goes on when it is full, when its first
 * image has waited long enough or an image of another size comes, and before anything that must not
 * overtake it: a checkpoint's barrier, a watermark, the end. So nothing is held across a checkpoint
 * and no pixels go into state.
 */
public final class FormBatches extends AbstractStreamOperator<ImageBatch>
    implements OneInputStreamOperator<NormalizedImage, ImageBatch>, ProcessingTimeCallback {

  private static final long serialVersionUID = 1L;

  private final BatchLimits limits;

  @SuppressWarnings("NullAway.Init") // by open
  private transient BatchBuffer buffer;

  /** When the batch at hand must go on, on the clock of the processing time service. */
  private transient long dueMillis;

  /** What will fire, for the batch at hand or for an earlier one that filled up. */
  private transient @Nullable ScheduledFuture<?> timer;

  /**
   * Forms batches for a model.
   *
   * @param limits when a batch goes on
   */
  public FormBatches(BatchLimits limits) {
    this.limits = limits;
  }

  @Override
  public void open() throws Exception {
    super.open();
    buffer = new BatchBuffer(limits.maxImages(), limits.maxBytes());
  }

  @Override
  public void processElement(StreamRecord<NormalizedImage> element) {
    NormalizedImage image = element.getValue();
    if (!buffer.takes(image)) {
      flush();
    }
    if (buffer.isEmpty()) {
      dueMillis =
          getProcessingTimeService().getCurrentProcessingTime() + limits.maxDelay().toMillis();
    }
    buffer.add(image);
    if (buffer.isFull()) {
      flush();
    } else if (timer == null) {
      setTimer();
    }
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

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    flush();
    super.processWatermark(watermark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    flush();
    super.processWatermarkStatus(status);
  }

  @Override
  public void finish() throws Exception {
    flush();
    super.finish();
  }

  private void setTimer() {
    timer = getProcessingTimeService().registerTimer(dueMillis, this);
  }

  private void flush() {
    if (buffer.isEmpty()) {
      return;
    }
    output.collect(new StreamRecord<>(buffer.toBatch()));
    buffer.clear();
  }
}

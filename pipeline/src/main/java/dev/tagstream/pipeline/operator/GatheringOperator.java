package dev.tagstream.pipeline.operator;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Gathers its input, and emits it before anything that must not overtake it: a checkpoint barrier,
 * a watermark, the end of the input. So nothing is held across a checkpoint.
 */
abstract class GatheringOperator<T> extends AbstractStreamOperator<T> {

  private static final long serialVersionUID = 1L;

  /** Emits the gathered input, if there is any. */
  abstract void flush();

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
}

package dev.tagstream.pipeline.model;

import dev.tagstream.pipeline.batch.BatchLadder;

/**
 * How a session is to run.
 *
 * @param device where
 * @param ladder the batch sizes it is run with
 * @param tensorRt how TensorRT is used, if the device is TensorRT's
 */
record SessionPlan(Device device, BatchLadder ladder, TensorRtSettings tensorRt) {

  SessionPlan(Device device, BatchLadder ladder) {
    this(device, ladder, TensorRtSettings.NONE);
  }
}

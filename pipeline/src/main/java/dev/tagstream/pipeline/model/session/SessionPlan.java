package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.batch.BatchLadder;

/**
 * How a session is to run.
 *
 * @param device where
 * @param ladder the batch sizes it is run with
 * @param gpu how the device computes, if it is a GPU
 */
record SessionPlan(Device device, BatchLadder ladder, GpuSettings gpu) {}

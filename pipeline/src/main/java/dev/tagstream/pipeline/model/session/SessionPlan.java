package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.batch.BatchLadder;

/**
 * The plan for a session.
 *
 * @param device the device that runs it
 * @param ladder its batch sizes
 * @param gpu how a GPU computes
 */
record SessionPlan(Device device, BatchLadder ladder, GpuSettings gpu) {}

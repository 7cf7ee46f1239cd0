package dev.tagstream.pipeline.model;

/** The remedy for a failed run of the model. */
public enum Remedy {
  /** The image is to blame: split the batch until it is alone, and reject it. */
  SKIP_IMAGE,
  /** The device lacked memory for so many images: run half of them at a time. */
  HALVE_BATCH,
  /** A transient state of the device: retry the same run. */
  RETRY,
  /** The session is damaged: close and reopen it. */
  RECYCLE_SESSION,
  /** Nothing in this task helps: the task fails, and the job restarts or fails. */
  FAIL_TASK
}

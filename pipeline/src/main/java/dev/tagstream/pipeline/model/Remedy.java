package dev.tagstream.pipeline.model;

/** What helps when a run of the model fails. */
public enum Remedy {
  /** The image is to blame: the batch is split until it is alone, and it is rejected. */
  SKIP_IMAGE,
  /** The device had no memory for so many images: half of them at a time. */
  HALVE_BATCH,
  /** A passing state of the device: the same run again. */
  RETRY,
  /** The session is damaged: closed and made anew. */
  RECYCLE_SESSION,
  /** Nothing in this task helps: it fails, and the job restarts or fails. */
  FAIL_TASK
}

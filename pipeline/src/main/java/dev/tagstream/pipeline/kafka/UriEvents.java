package dev.tagstream.pipeline.kafka;

/** What becomes of events that name a URI instead of carrying their image. */
public enum UriEvents {
  /** They are rejected: the job fetches nothing. */
  REJECTED,
  /** They go on, for their images to be fetched. */
  HANDED_ON
}

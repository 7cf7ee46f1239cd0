package dev.tagstream.pipeline.kafka;

/** The treatment of events that contain a URI instead of their image. */
public enum UriEvents {
  /** They are rejected, because the job does not fetch images. */
  REJECTED,
  /** They are passed on, and a later step fetches their images. */
  HANDED_ON
}

package dev.tagstream.pipeline.fetch;

import java.time.Duration;

/** Receives the events of a window, from one thread at a time. */
public interface FetchCounts {

  /** An image has arrived. */
  void fetched(long bytes, Duration took);

  /** An image is requested again after a failure. */
  void retried();

  /** An image is requested again because the server answered 429 or 503. */
  void slowedDown();
}

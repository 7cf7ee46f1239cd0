package dev.tagstream.pipeline.fetch;

import java.time.Duration;

/** Told what happens, by one thread at a time. */
public interface FetchCounts {

  /** An image has come. */
  void fetched(long bytes, Duration took);

  /** An image is asked for again, since it did not come. */
  void retried();

  /** An image is asked for again, since the server asked for less. */
  void slowedDown();
}

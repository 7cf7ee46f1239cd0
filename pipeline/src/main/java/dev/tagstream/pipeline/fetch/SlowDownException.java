package dev.tagstream.pipeline.fetch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server answered 429 or 503. */
final class SlowDownException extends Exception {

  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  /**
   * Creates the exception.
   *
   * @param retryAfter the server's Retry-After; null if there is none
   */
  SlowDownException(@Nullable Duration retryAfter) {
    super("the server answered 429 or 503", null, false, false);
    this.retryAfter = retryAfter;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}

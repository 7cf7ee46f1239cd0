package dev.tagstream.pipeline.fetch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server asks for less: 429 or 503. */
final class SlowDownException extends Exception {

  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  /**
   * An answer of a server.
   *
   * @param retryAfter the wait that it asks for; null if it names none
   */
  SlowDownException(@Nullable Duration retryAfter) {
    super("the server asks for less", null, false, false);
    this.retryAfter = retryAfter;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}

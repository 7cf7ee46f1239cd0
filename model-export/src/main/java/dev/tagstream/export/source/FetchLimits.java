package dev.tagstream.export.source;

import java.time.Duration;

/**
 * What a download may take.
 *
 * @param maxBytes of the file
 * @param connect how long a server may take to accept a connection, and again to answer
 * @param stall how long nothing may come
 * @param attempts how often a transfer that breaks off is taken up again
 * @param pause before the second attempt; one more of it before each later one
 */
public record FetchLimits(
    long maxBytes, Duration connect, Duration stall, int attempts, Duration pause) {

  /** Checkpoints with their optimizer's state are several times as large as a model. */
  private static final long USUAL_MAX_BYTES = 4L << 30;

  /** Those for the internet. */
  public static final FetchLimits USUAL =
      new FetchLimits(
          USUAL_MAX_BYTES,
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          5,
          Duration.ofSeconds(1));
}

package dev.tagstream.export.source;

import java.time.Duration;

/**
 * The limits of a download.
 *
 * @param maxBytes of the file
 * @param connect the deadline for a connection, and again for a response
 * @param stall the longest time without data
 * @param attempts how often a broken transfer is resumed
 * @param pause before the second attempt; each later one waits one pause longer
 */
public record FetchLimits(
    long maxBytes, Duration connect, Duration stall, int attempts, Duration pause) {

  /** Checkpoints with their optimizer's state are several times as large as a model. */
  private static final long USUAL_MAX_BYTES = 4L << 30;

  /** The default limits for downloads from the internet. */
  public static final FetchLimits USUAL =
      new FetchLimits(
          USUAL_MAX_BYTES,
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          5,
          Duration.ofSeconds(1));
}

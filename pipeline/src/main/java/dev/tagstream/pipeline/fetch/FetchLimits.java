package dev.tagstream.pipeline.fetch;

import java.io.Serializable;
import java.time.Duration;

/**
 * What fetching may take.
 *
 * @param maxImages that a slot fetches at a time, or that wait for an earlier one, at least 1
 * @param maxBytes of these images, at least 1
 * @param maxImageBytes of one image, at least 1
 * @param maxTries of an image that does not come, at least 1
 * @param times the longest waits
 */
public record FetchLimits(
    int maxImages, long maxBytes, int maxImageBytes, int maxTries, Times times)
    implements Serializable {

  public FetchLimits {
    if (maxImages < 1 || maxBytes < 1 || maxImageBytes < 1 || maxTries < 1) {
      throw new IllegalArgumentException(
          "%d images of %d bytes in all, each of at most %d bytes and %d tries, cannot be fetched"
              .formatted(maxImages, maxBytes, maxImageBytes, maxTries));
    }
  }

  /**
   * The longest waits.
   *
   * @param connect until a server accepts a connection
   * @param firstByte until the first byte of an answer, and between two
   * @param total until all of an image is here
   */
  public record Times(Duration connect, Duration firstByte, Duration total)
      implements Serializable {}
}

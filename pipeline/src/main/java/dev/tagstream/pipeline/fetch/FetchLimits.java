package dev.tagstream.pipeline.fetch;

import java.io.Serializable;
import java.time.Duration;

/**
 * The limits of fetching.
 *
 * @param maxImages the images in a window, which are being fetched or wait for an earlier one, at
 *     least 1
 * @param maxBytes of these images, at least 1
 * @param maxImageBytes of one image, at least 1
 * @param maxTries the number of attempts for an image, at least 1
 * @param times the timeouts
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
   * The timeouts of a request.
   *
   * @param connect until a server accepts a connection
   * @param firstByte until the first byte of a response, and between two bytes
   * @param total until the whole image has arrived
   */
  public record Times(Duration connect, Duration firstByte, Duration total)
      implements Serializable {}
}

package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.record.RejectReason;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Maps the HTTP status of a response to the outcome of an image. */
final class Answers {

  private static final int OK = 200;
  private static final int SERVER_ERRORS = 500;

  private Answers() {}

  /**
   * Throws unless the status is 200.
   *
   * @param retryAfter the header Retry-After; null if there is none
   */
  static void requireOk(ImageUri uri, int status, @Nullable String retryAfter)
      throws IOException, UnfetchableException, SlowDownException {
    switch (status) {
      case OK -> {
        // the body is the image
      }
      case 404, 410 -> throw unfetchable(RejectReason.URI_NOT_FOUND, uri, status);
      case 401, 403, 407, 451 -> throw unfetchable(RejectReason.URI_NOT_ALLOWED, uri, status);
      case 429, 503 -> throw new SlowDownException(wait(retryAfter));
      case 408, 425 -> throw new IOException("answers " + status);
      default -> {
        if (status >= SERVER_ERRORS) {
          throw new IOException("answers " + status);
        }
        throw unfetchable(RejectReason.URI_UNREACHABLE, uri, status);
      }
    }
  }

  private static UnfetchableException unfetchable(RejectReason reason, ImageUri uri, int status) {
    return new UnfetchableException(reason, "%s answers %d".formatted(uri, status));
  }

  /** The wait in seconds. A date counts as absent: dates are rare, and clocks differ. */
  private static @Nullable Duration wait(@Nullable String retryAfter) {
    return retryAfter != null && retryAfter.matches("[0-9]{1,6}")
        ? Duration.ofSeconds(Long.parseLong(retryAfter))
        : null;
  }
}

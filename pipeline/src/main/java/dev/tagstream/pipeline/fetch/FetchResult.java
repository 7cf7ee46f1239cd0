package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The result of one attempt to fetch an image. */
sealed interface FetchResult {

  /** The image has arrived. */
  record Image(EncodedImage image) implements FetchResult {}

  /** The image can never be fetched. */
  record Never(RejectReason reason, String detail) implements FetchResult {}

  /** This attempt failed; another one may succeed. */
  record Failed(String why) implements FetchResult {}

  /** The server answered 429 or 503. */
  record SlowDown(@Nullable Duration retryAfter) implements FetchResult {}

  /** The window has no room for it yet. */
  record NoRoom() implements FetchResult {}

  /** The attempt met a bug of this program. */
  record Bug(Throwable thrown) implements FetchResult {}
}

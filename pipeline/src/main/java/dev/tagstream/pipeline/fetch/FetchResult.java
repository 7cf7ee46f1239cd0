package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one try to fetch an image. */
sealed interface FetchResult {

  /** It is here. */
  record Image(EncodedImage image) implements FetchResult {}

  /** It is not to be had. */
  record Never(RejectReason reason, String detail) implements FetchResult {}

  /** It did not come this time. */
  record Failed(String why) implements FetchResult {}

  /** The server asks for less. */
  record SlowDown(@Nullable Duration retryAfter) implements FetchResult {}

  /** The window has no room for it yet. */
  record NoRoom() implements FetchResult {}

  /** This program is wrong. */
  record Bug(Throwable thrown) implements FetchResult {}
}

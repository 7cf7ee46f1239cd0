package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.fetch.Fetch.State;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to fetch the images of a window: how many run at a time, and what follows when one
 * ends, which is an answer or another attempt after a pause. The window's lock guards it.
 */
final class FetchAttempts {

  private final ImageFetcher fetcher;
  private final int maxTries;
  private final FetchCounts counts;
  private final AdaptiveLimit limit;
  private int running;

  FetchAttempts(ImageFetcher fetcher, FetchLimits limits, FetchCounts counts) {
    this.fetcher = fetcher;
    this.maxTries = limits.maxTries();
    this.counts = counts;
    this.limit = new AdaptiveLimit(limits.maxImages());
  }

  int running() {
    return running;
  }

  int currentLimit() {
    return limit.current();
  }

  boolean canStart() {
    return running < limit.current();
  }

  void start(Fetch fetch) {
    fetch.state = State.RUNNING;
    running++;
  }

  /**
   * Ends an attempt.
   *
   * @param startedAtNanos when it started
   * @return the pause before the next attempt; null if the image is done, or only waits for room
   */
  @Nullable Duration end(Fetch fetch, FetchResult result, long startedAtNanos, long nowNanos) {
    running--;
    fetch.state = State.WAITING;
    if (result instanceof FetchResult.Image here) {
      limit.succeeded();
      counts.fetched(here.image().bytes().length(), Duration.ofNanos(nowNanos - startedAtNanos));
      fetch.done(new FetchAnswer.Here(here.image()));
    } else if (result instanceof FetchResult.Never never) {
      fetch.done(fetcher.rejected(fetch.image, never));
    } else if (result instanceof FetchResult.Bug bug) {
      fetch.failed(bug.thrown());
    } else if (result instanceof FetchResult.SlowDown slowDown) {
      limit.slowDown(startedAtNanos, nowNanos);
      counts.slowedDown();
      return delayed(
          fetch, Pauses.afterSlowDown(fetch.slowDowns++, slowDown.retryAfter()), nowNanos);
    } else if (result instanceof FetchResult.Failed failed) {
      return retried(fetch, failed, nowNanos);
    }
    return null;
  }

  private @Nullable Duration retried(Fetch fetch, FetchResult.Failed failed, long nowNanos) {
    fetch.failures++;
    if (fetch.failures >= maxTries) {
      fetch.done(fetcher.unreachable(fetch.image, failed, fetch.failures));
      return null;
    }
    counts.retried();
    return delayed(fetch, Pauses.afterFailure(fetch.failures), nowNanos);
  }

  private static Duration delayed(Fetch fetch, Duration pause, long nowNanos) {
    fetch.isDelayed = true;
    fetch.dueAtNanos = nowNanos + pause.toNanos();
    return pause;
  }
}

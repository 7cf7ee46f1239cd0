package dev.tagstream.pipeline.fetch;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.fetch.Fetch.State;
import dev.tagstream.pipeline.record.EncodedImage;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Images on their way, in the order in which they are handed on. One thread adds and takes; threads
 * of its own fetch.
 */
public final class FetchWindow implements Closeable {

  private final ImageFetcher fetcher;
  private final FetchLimits limits;
  private final FetchCounts counts;
  private final Runnable onReady;
  private final ExecutorService threads;
  private final ScheduledExecutorService timer;
  private final AdaptiveLimit limit;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Fetch> fetches = new ArrayDeque<>();
  private int running;
  private long bytes;
  private long usualBytes;
  private boolean isClosed;

  /**
   * An empty window.
   *
   * @param fetcher gets one image
   * @param counts told under the window's lock
   * @param onReady called by any thread when the first image of the window can be taken
   */
  FetchWindow(
      ImageFetcher fetcher,
      FetchLimits limits,
      FetchThreads threads,
      FetchCounts counts,
      Runnable onReady) {
    this.fetcher = fetcher;
    this.limits = limits;
    this.counts = counts;
    this.onReady = onReady;
    this.threads = threads.fetching();
    this.timer = threads.timer();
    this.limit = new AdaptiveLimit(limits.maxImages());
  }

  /** Adds an image behind all others, whether there is room or not. */
  public void add(EncodedImage image) {
    lock.lock();
    try {
      Fetch fetch = Fetch.of(image);
      fetches.addLast(fetch);
      bytes += fetch.bytes;
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing more should be added before something is taken. */
  public boolean isFull() {
    lock.lock();
    try {
      return fetches.size() >= limits.maxImages() || bytes >= limits.maxBytes();
    } finally {
      lock.unlock();
    }
  }

  public boolean isEmpty() {
    lock.lock();
    try {
      return fetches.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the first image if it is done; null if it is not, or there is none. */
  public @Nullable FetchAnswer poll() {
    lock.lock();
    try {
      Fetch first = fetches.peekFirst();
      if (first == null || !first.isDone()) {
        return null;
      }
      fetches.removeFirst();
      bytes -= first.bytes;
      dispatch();
      if (first.bug != null) {
        throw new IllegalStateException("cannot fetch " + first.image.source(), first.bug);
      }
      return requireNonNull(first.answer);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the first image is done.
   *
   * @return whether it is
   */
  public boolean awaitFirst(Duration most) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = most.toNanos();
      while (!isFirstDone() && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return isFirstDone();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFirstDone() {
    Fetch first = fetches.peekFirst();
    return first != null && first.isDone();
  }

  /** Takes the images that came with their bytes, wherever they stand. */
  public List<EncodedImage> takeCarried() {
    lock.lock();
    try {
      List<EncodedImage> carried = new ArrayList<>();
      for (Iterator<Fetch> all = fetches.iterator(); all.hasNext(); ) {
        Fetch fetch = all.next();
        if (fetch.isCarried()) {
          all.remove();
          bytes -= fetch.bytes;
          carried.add(fetch.image);
        }
      }
      dispatch();
      return carried;
    } finally {
      lock.unlock();
    }
  }

  /** The images that have not been taken, as they were added. */
  public List<EncodedImage> images() {
    lock.lock();
    try {
      return fetches.stream().map(fetch -> fetch.image).toList();
    } finally {
      lock.unlock();
    }
  }

  /** How many images are being fetched. */
  public int running() {
    lock.lock();
    try {
      return running;
    } finally {
      lock.unlock();
    }
  }

  /** How many images may be fetched at a time now. */
  public int currentLimit() {
    lock.lock();
    try {
      return limit.current();
    } finally {
      lock.unlock();
    }
  }

  /** Starts what may be started, the oldest first. */
  private void dispatch() {
    long now = System.nanoTime();
    for (Fetch fetch : fetches) {
      if (isClosed || running >= limit.current()) {
        return;
      }
      if (fetch.isDue(now)) {
        long expected = Math.max(fetch.knownBytes, usualBytes);
        if (fetch != fetches.peekFirst() && bytes + expected > limits.maxBytes()) {
          return;
        }
        fetch.state = State.RUNNING;
        running++;
        take(fetch, expected);
        threads.execute(() -> fetch(fetch));
      }
    }
  }

  private void take(Fetch fetch, long taken) {
    bytes += taken - fetch.bytes;
    fetch.bytes = taken;
  }

  /** The first image may have more than there is room for: nobody else moves before it. */
  private void takeRoom(Fetch fetch, long wanted) throws NoRoomException {
    lock.lock();
    try {
      fetch.knownBytes = wanted;
      if (fetch != fetches.peekFirst() && bytes + wanted - fetch.bytes > limits.maxBytes()) {
        throw new NoRoomException();
      }
      take(fetch, wanted);
    } finally {
      lock.unlock();
    }
  }

  private void fetch(Fetch fetch) {
    long begin = System.nanoTime();
    FetchResult result = fetcher.fetch(fetch.image, wanted -> takeRoom(fetch, wanted));
    lock.lock();
    try {
      running--;
      end(fetch, result, begin);
      dispatch();
      if (isFirstDone()) {
        changed.signalAll();
        onReady.run();
      }
    } finally {
      lock.unlock();
    }
  }

  private void end(Fetch fetch, FetchResult result, long begin) {
    long now = System.nanoTime();
    if (result instanceof FetchResult.Image here) {
      int length = here.image().bytes().length();
      limit.succeeded();
      usualBytes = usualBytes == 0 ? length : (7 * usualBytes + length) / 8;
      take(fetch, length);
      counts.fetched(length, Duration.ofNanos(now - begin));
      done(fetch, new FetchAnswer.Here(here.image()));
    } else if (result instanceof FetchResult.Never never) {
      take(fetch, 0);
      done(fetch, fetcher.rejected(fetch.image, never));
    } else if (result instanceof FetchResult.Bug bug) {
      fetch.bug = bug.thrown();
      done(fetch, null);
    } else {
      take(fetch, 0);
      fetch.state = State.WAITING;
      again(fetch, result, begin, now);
    }
  }

  private void again(Fetch fetch, FetchResult result, long begin, long now) {
    if (result instanceof FetchResult.SlowDown slowDown) {
      limit.slowDown(begin, now);
      counts.slowedDown();
      delay(fetch, Pauses.afterSlowDown(fetch.slowDowns++, slowDown.retryAfter()), now);
    } else if (result instanceof FetchResult.Failed failed) {
      fetch.failures++;
      if (fetch.failures >= limits.maxTries()) {
        done(fetch, fetcher.unreachable(fetch.image, failed, fetch.failures));
      } else {
        counts.retried();
        delay(fetch, Pauses.afterFailure(fetch.failures), now);
      }
    }
  }

  private static void done(Fetch fetch, @Nullable FetchAnswer answer) {
    fetch.answer = answer;
    fetch.state = State.DONE;
  }

  private void delay(Fetch fetch, Duration pause, long now) {
    fetch.isDelayed = true;
    fetch.dueAtNanos = now + pause.toNanos();
    if (!isClosed) {
      ScheduledFuture<?> unused = timer.schedule(this::wake, pause.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void wake() {
    lock.lock();
    try {
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  /** Gives up what is on its way. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      isClosed = true;
    } finally {
      lock.unlock();
    }
    threads.shutdownNow();
    timer.shutdownNow();
    fetcher.close();
  }
}

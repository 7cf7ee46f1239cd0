package dev.tagstream.pipeline.fetch;

import static java.util.Objects.requireNonNull;

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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The images of a slot that are being fetched, in the order of their events. One thread adds and
 * takes images; the window's own threads fetch them. {@link FetchAttempts} decides when an image is
 * fetched again, and {@link ByteBudget} how many bytes the window holds.
 */
public final class FetchWindow implements Closeable {

  private final ImageFetcher fetcher;
  private final int maxImages;
  private final Runnable onReady;
  private final ExecutorService threads;
  private final ScheduledExecutorService timer;
  private final FetchAttempts attempts;
  private final ByteBudget budget;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Fetch> fetches = new ArrayDeque<>();
  private boolean isClosed;

  /**
   * An empty window.
   *
   * @param fetcher fetches one image
   * @param counts called under the window's lock
   * @param onReady called by any thread when the first image of the window is done
   */
  FetchWindow(
      ImageFetcher fetcher,
      FetchLimits limits,
      FetchThreads threads,
      FetchCounts counts,
      Runnable onReady) {
    this.fetcher = fetcher;
    this.maxImages = limits.maxImages();
    this.onReady = onReady;
    this.threads = threads.fetching();
    this.timer = threads.timer();
    this.attempts = new FetchAttempts(fetcher, limits, counts);
    this.budget = new ByteBudget(limits.maxBytes());
  }

  /** Appends an image, even if the window is full. */
  public void add(EncodedImage image) {
    lock.lock();
    try {
      Fetch fetch = Fetch.of(image);
      fetches.addLast(fetch);
      budget.add(fetch);
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  /** Whether an image must be taken before the next one is added. */
  public boolean isFull() {
    return underLock(() -> fetches.size() >= maxImages || budget.isFull());
  }

  public boolean isEmpty() {
    return underLock(() -> fetches.isEmpty());
  }

  /** Takes the first image if it is done; null if it is not, or if the window is empty. */
  public @Nullable FetchAnswer poll() {
    lock.lock();
    try {
      Fetch first = fetches.peekFirst();
      if (first == null || !first.isDone()) {
        return null;
      }
      fetches.removeFirst();
      budget.remove(first);
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
   * @param most the longest wait
   * @return whether it is done
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

  /** Takes the images that came with their bytes, at any position. */
  public List<EncodedImage> takeCarried() {
    lock.lock();
    try {
      List<EncodedImage> carried = new ArrayList<>();
      for (Iterator<Fetch> all = fetches.iterator(); all.hasNext(); ) {
        Fetch fetch = all.next();
        if (fetch.isCarried()) {
          all.remove();
          budget.remove(fetch);
          carried.add(fetch.image);
        }
      }
      dispatch();
      return carried;
    } finally {
      lock.unlock();
    }
  }

  /** The images that have not been taken, without fetched bytes, in order. */
  public List<EncodedImage> images() {
    return underLock(() -> fetches.stream().map(fetch -> fetch.image).toList());
  }

  /** The number of images that are being fetched now. */
  public int running() {
    return underLock(() -> attempts.running());
  }

  /** The number of images that may be fetched at a time now. */
  public int currentLimit() {
    return underLock(() -> attempts.currentLimit());
  }

  private <T> T underLock(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }

  /** Starts the attempts that may start now, the oldest image first. */
  private void dispatch() {
    long now = System.nanoTime();
    for (Fetch fetch : fetches) {
      if (isClosed || !attempts.canStart()) {
        return;
      }
      if (fetch.isDue(now)) {
        long expected = budget.expected(fetch);
        if (!isFirst(fetch) && !budget.fits(fetch, expected)) {
          return;
        }
        budget.take(fetch, expected);
        attempts.start(fetch);
        threads.execute(() -> fetch(fetch));
      }
    }
  }

  private boolean isFirst(Fetch fetch) {
    return fetch == fetches.peekFirst();
  }

  /** The first image may exceed the budget, because no other image can leave before it. */
  private void takeRoom(Fetch fetch, long wanted) throws NoRoomException {
    lock.lock();
    try {
      fetch.knownBytes = wanted;
      if (!isFirst(fetch) && !budget.fits(fetch, wanted)) {
        throw new NoRoomException();
      }
      budget.take(fetch, wanted);
    } finally {
      lock.unlock();
    }
  }

  private void fetch(Fetch fetch) {
    long begin = System.nanoTime();
    FetchResult result = fetcher.fetch(fetch.image, wanted -> takeRoom(fetch, wanted));
    lock.lock();
    try {
      budget.settle(fetch, result);
      Duration pause = attempts.end(fetch, result, begin, System.nanoTime());
      if (pause != null) {
        wakeAfter(pause);
      }
      dispatch();
      if (isFirstDone()) {
        changed.signalAll();
        onReady.run();
      }
    } finally {
      lock.unlock();
    }
  }

  private void wakeAfter(Duration pause) {
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

  /** Abandons all attempts in progress. */
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

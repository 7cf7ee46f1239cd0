package dev.tagstream.bench.bare;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Threads that run for the whole benchmark and share each round's images evenly. */
public final class Workers implements AutoCloseable {

  private final int count;
  private final ExecutorService threads;

  /** Starts the threads, which wait for work. */
  public Workers(int count) {
    this.count = count;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            count, work -> new Thread(work, "bench-worker-" + number.getAndIncrement()));
  }

  /** The number of threads. */
  public int count() {
    return count;
  }

  /** Runs each thread's share and waits until all have finished. */
  public void run(IntFunction<Callable<Void>> shareOfWorker) throws Exception {
    List<Callable<Void>> shares = new ArrayList<>();
    for (int worker = 0; worker < count; worker++) {
      shares.add(shareOfWorker.apply(worker));
    }
    for (Future<Void> share : threads.invokeAll(shares)) {
      try {
        share.get();
      } catch (ExecutionException failure) {
        if (failure.getCause() instanceof Exception cause) {
          throw cause;
        }
        throw failure;
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

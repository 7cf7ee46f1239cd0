package dev.tagstream.pipeline.fetch;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that fetch the images of a slot.
 *
 * @param fetching one for each concurrent attempt; idle ones end
 * @param timer enforces timeouts and ends pauses
 */
record FetchThreads(ExecutorService fetching, ScheduledExecutorService timer) {

  private static final int IDLE_SECONDS = 30;

  static FetchThreads start(int maxImages) {
    ThreadPoolExecutor fetching =
        new ThreadPoolExecutor(
            maxImages,
            maxImages,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("fetch-images"));
    fetching.allowCoreThreadTimeOut(true);
    return new FetchThreads(
        fetching, Executors.newSingleThreadScheduledExecutor(named("fetch-timer")));
  }

  private static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}

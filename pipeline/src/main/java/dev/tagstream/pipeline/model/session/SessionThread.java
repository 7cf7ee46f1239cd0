package dev.tagstream.pipeline.model.session;

import ai.onnxruntime.OrtException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The thread that drives a session. On the CPU, each caller does. A CUDA session keeps memory for
 * every thread that ever ran it (onnxruntime #29351), so one thread drives it and callers wait.
 */
final class SessionThread implements AutoCloseable {

  private final Executor executor;
  private final Runnable shutdown;

  private SessionThread(Executor executor, Runnable shutdown) {
    this.executor = executor;
    this.shutdown = shutdown;
  }

  /** Every caller drives the session itself. */
  static SessionThread ofCaller() {
    return new SessionThread(Runnable::run, () -> {});
  }

  /** One thread drives the session for all callers. */
  static SessionThread owner(String name) {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread owner = new Thread(work, name);
              owner.setDaemon(true);
              return owner;
            });
    return new SessionThread(thread, thread::shutdown);
  }

  /** The same thread for one session of several; closing this leaves the thread to the others. */
  SessionThread lent() {
    return new SessionThread(executor, () -> {});
  }

  /**
   * Runs work on the session's thread and waits for it, even when interrupted: the work may read
   * memory that the caller would reuse.
   */
  <T> T call(Callable<T> work) throws OrtException {
    FutureTask<T> task = new FutureTask<>(work);
    executor.execute(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failure) {
      throw rethrown(failure.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static OrtException rethrown(@Nullable Throwable cause) {
    if (cause instanceof OrtException ort) {
      return ort;
    }
    if (cause instanceof RuntimeException bug) {
      throw bug;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(cause);
  }

  @Override
  public void close() {
    shutdown.run();
  }
}

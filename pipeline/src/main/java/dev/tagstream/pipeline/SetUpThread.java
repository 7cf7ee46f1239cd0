package dev.tagstream.pipeline;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Prepares the job in a thread that ends with it. Avro leaves a thread-local value in every thread
 * that parses a schema, also by loading a generated class. In a pooled thread of a JobManager, this
 * value would keep the job's class loader, and the metaspace would fill.
 */
final class SetUpThread {

  private SetUpThread() {}

  /** Returns or throws what the steps return or throw; an interrupt of the caller ends them. */
  static <T> T run(SetUp<T> setUp) throws InterruptedException {
    FutureTask<T> steps = new FutureTask<>(setUp::run);
    Thread thread = new Thread(steps, "set-up");
    thread.start();
    try {
      return steps.get();
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      thread.interrupt();
      thread.join();
      throw e;
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) throws InterruptedException {
    Throwable cause = e.getCause();
    if (cause instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(cause);
  }
}

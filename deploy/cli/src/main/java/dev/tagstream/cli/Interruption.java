package dev.tagstream.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C unwind the command like an exception: it interrupts the command's thread, so that
 * everything is closed before the process ends.
 */
final class Interruption {

  private static final int MAX_SECONDS_TO_UNWIND = 20;

  private volatile boolean requested;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** An interruption that never happens. */
  Interruption() {}

  /** Watches the command that the calling thread is about to run. */
  static Interruption ofThisThread() {
    Interruption interruption = new Interruption();
    Thread command = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.unwind(command)));
    return interruption;
  }

  /** Whether the user has asked the command to end. */
  boolean isRequested() {
    return requested;
  }

  /** Reports that nothing is left to unwind. */
  void commandHasEnded() {
    ended.countDown();
  }

  private void unwind(Thread command) {
    if (ended.getCount() == 0) {
      return;
    }
    requested = true;
    command.interrupt();
    try {
      if (!ended.await(MAX_SECONDS_TO_UNWIND, TimeUnit.SECONDS)) {
        System.err.println("tagstream: not everything could be closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

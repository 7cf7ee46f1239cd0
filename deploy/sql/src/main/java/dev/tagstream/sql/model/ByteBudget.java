package dev.tagstream.sql.model;

/** Bounds the bytes of images in flight. Safe for use by several threads. */
final class ByteBudget {

  private final long maxBytes;

  // guarded by this
  private long usedBytes;
  private int waiting;

  ByteBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Waits until the bytes fit, or nothing else is in flight. */
  synchronized void take(long bytes) throws InterruptedException {
    waiting++;
    try {
      while (usedBytes > 0 && usedBytes + bytes > maxBytes) {
        wait();
      }
    } finally {
      waiting--;
    }
    usedBytes += bytes;
  }

  synchronized void giveBack(long bytes) {
    usedBytes -= bytes;
    notifyAll();
  }

  /** Whether a thread waits until others give back. */
  synchronized boolean isShort() {
    return waiting > 0;
  }
}

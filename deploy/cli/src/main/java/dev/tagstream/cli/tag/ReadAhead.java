package dev.tagstream.cli.tag;

import java.util.concurrent.Semaphore;

/**
 * Bounds the number and the bytes of images that are read and whose answers are not written yet.
 * Safe for use by several threads.
 */
final class ReadAhead {

  private static final int KIBIBYTE = 1 << 10;
  private static final int MAX_KIBIBYTES = 256 << 10;

  /** Enough for a hundred processors, each with a batch in progress and one waiting. */
  static final int MAX_IMAGES = 1024;

  private final Semaphore kibibytes = new Semaphore(MAX_KIBIBYTES);

  /** Waits until there is room for an image. */
  void begin(long encodedBytes) throws InterruptedException {
    kibibytes.acquire(room(encodedBytes));
  }

  /** Releases the room of an image. */
  void end(long encodedBytes) {
    kibibytes.release(room(encodedBytes));
  }

  private static int room(long encodedBytes) {
    long least = MAX_KIBIBYTES / MAX_IMAGES;
    return (int) Math.min(MAX_KIBIBYTES, Math.max(least, encodedBytes / KIBIBYTE + 1));
  }
}

package dev.tagstream.cli.tag;

import java.util.concurrent.Semaphore;

/**
 * Keeps images that are read but not tagged within bounds, in number and in bytes. Safe for use by
 * several threads.
 */
final class ReadAhead {

  private static final int KIBIBYTE = 1 << 10;
  private static final int MAX_KIBIBYTES = 256 << 10;

  /** Enough for a hundred processors, each with one in hand and one to come. */
  private static final int MAX_IMAGES = 256;

  private final Semaphore kibibytes = new Semaphore(MAX_KIBIBYTES);

  /** Waits until there is room for an image. */
  void begin(long encodedBytes) throws InterruptedException {
    kibibytes.acquire(room(encodedBytes));
  }

  /** The image of so many bytes is no longer held. */
  void end(long encodedBytes) {
    kibibytes.release(room(encodedBytes));
  }

  private static int room(long encodedBytes) {
    long least = MAX_KIBIBYTES / MAX_IMAGES;
    return (int) Math.min(MAX_KIBIBYTES, Math.max(least, encodedBytes / KIBIBYTE + 1));
  }
}

package dev.tagstream.export.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Lets one download of a file run at a time, in this process and in others. */
final class DownloadLock implements AutoCloseable {

  /** A file lock does not make threads of the same process wait for each other. */
  private static final ConcurrentHashMap<Path, Semaphore> HERE = new ConcurrentHashMap<>();

  private final Semaphore here;
  private final FileChannel channel;

  private DownloadLock(Semaphore here, FileChannel channel) {
    this.here = here;
    this.channel = channel;
  }

  /** Waits until the lock is free, and acquires it. */
  @SuppressWarnings("StreamResourceLeak") // closing the channel releases the lock
  static DownloadLock acquire(Path file, FetchListener listener)
      throws IOException, InterruptedException {
    Semaphore here =
        HERE.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new Semaphore(1));
    if (!here.tryAcquire()) {
      sayWaiting(listener);
      here.acquire();
    }
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() == null) {
          sayWaiting(listener);
          channel.lock();
        }
        return new DownloadLock(here, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      here.release();
      throw e;
    }
  }

  private static void sayWaiting(FetchListener listener) {
    listener.say("another process is downloading the file; waiting for it");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      here.release();
    }
  }
}

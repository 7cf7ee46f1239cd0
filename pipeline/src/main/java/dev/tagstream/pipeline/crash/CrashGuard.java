package dev.tagstream.pipeline.crash;

import dev.tagstream.pipeline.record.ImageSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.StampedLock;

/**
 * Stands between a parallel instance and native code that might kill the process. {@link #enter}
 * notes what is in hand, {@link #leave} that it came back.
 *
 * <p>Blame is fair. Whatever was in hand when the process died, in any of its instances, is a
 * suspect. A suspect runs alone: nothing else of the job is in native code of this process
 * meanwhile. So only the culprit can be in hand at a second crash, which convicts it. A process
 * that is killed from outside looks like a crash; it takes two of those at just the wrong moments
 * to convict an innocent.
 *
 * <p>None of it allocates anything for an image from a topic.
 *
 * <p>For use by one thread.
 */
public final class CrashGuard implements AutoCloseable {

  private static final int CRASHES_THAT_CONVICT = 2;

  /** Held for reading by whoever is in native code, for writing by a suspect. */
  private static final StampedLock IN_NATIVE_CODE = new StampedLock();

  /** Two instances of a process must not lock a folder at the same time: Java throws. */
  private static final Object ONE_AT_A_TIME = new Object();

  private final CrashHistory history;
  private final CrashJournal journal;
  private long stamp;

  private CrashGuard(CrashHistory history, CrashJournal journal) {
    this.history = history;
    this.journal = journal;
  }

  /**
   * Takes in what died processes left in a folder, and begins a journal of its own there.
   *
   * @param folder of the job, on this host; made if it does not exist
   * @param maxRecords how many records are in hand at the same time at most
   * @throws UncheckedIOException if the folder cannot be used; the message is one line
   */
  @SuppressWarnings("try") // the folder's lock is held, not used
  public static CrashGuard open(Path folder, int maxRecords) {
    synchronized (ONE_AT_A_TIME) {
      try {
        Files.createDirectories(folder);
        try (FileChannel channel =
                FileChannel.open(
                    folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = channel.lock()) {
          String process = ownPrefix();
          CrashHistory history = CrashHistory.read(folder, process);
          Path file = folder.resolve(process + UUID.randomUUID() + CrashHistory.JOURNAL_SUFFIX);
          return new CrashGuard(history, CrashJournal.create(file, maxRecords));
        }
      } catch (IOException unusable) {
        throw new UncheckedIOException(
            "the folder %s cannot hold the journal of crashes: %s; name another"
                .formatted(folder, unusable),
            unusable);
      }
    }
  }

  /** Process ids come again; with the time of birth they do not. */
  private static String ownPrefix() {
    ProcessHandle process = ProcessHandle.current();
    Instant born = process.info().startInstant().orElse(Instant.EPOCH);
    return process.pid() + "-" + born.toEpochMilli() + "-";
  }

  /** Whether the record was in hand at a crash, so that it must be run alone. */
  public boolean isSuspect(ImageSource record) {
    return history.crashes(record) > 0;
  }

  /** Whether the record was in hand at two crashes, so that it must not be run again. */
  public boolean isConvicted(ImageSource record) {
    return history.crashes(record) >= CRASHES_THAT_CONVICT;
  }

  /**
   * Before native code sees a record, unless that is convicted. A suspect waits until it is alone.
   *
   * @return whether it entered; if not, there is nothing to {@link #leave}
   */
  public boolean enterUnlessConvicted(ImageSource record) {
    int crashes = history.crashes(record);
    if (crashes >= CRASHES_THAT_CONVICT) {
      return false;
    }
    enter(record, crashes);
    return true;
  }

  /** Before native code sees a record. A suspect waits until it is alone. */
  public void enter(ImageSource record) {
    enter(record, history.crashes(record));
  }

  private void enter(ImageSource record, int crashes) {
    stamp = crashes > 0 ? IN_NATIVE_CODE.writeLock() : IN_NATIVE_CODE.readLock();
    journal.mark(record);
  }

  /** Before native code sees several records together, none of them a suspect. */
  public void enter(List<? extends ImageSource> records) {
    stamp = IN_NATIVE_CODE.readLock();
    journal.mark(records);
  }

  /** After native code came back, well or not. */
  public void leave() {
    journal.clear();
    IN_NATIVE_CODE.unlock(stamp);
  }

  /** An orderly end, after which nobody is suspected. */
  @Override
  public void close() {
    try {
      journal.close();
    } catch (IOException undeletable) {
      // it says that nothing is in hand
      throw new UncheckedIOException(undeletable);
    }
  }
}

package dev.tagstream.pipeline.crash;

import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;
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
 * Guards native code that might kill the process. {@link #enter} records which images are in
 * progress, {@link #leave} that they are done.
 *
 * <p>Blame is fair. Every image in progress when the process died, in any instance, is a suspect. A
 * suspect runs alone: no other native code of the job runs in this process meanwhile. So only the
 * culprit can be in progress at a second crash, which convicts it. A process that is killed from
 * outside looks like a crash; two such kills at exactly the wrong moments convict an innocent
 * image.
 *
 * <p>Allocates nothing for an image from a topic.
 *
 * <p>For use by one thread.
 */
public final class CrashGuard implements AutoCloseable {

  private static final int CRASHES_THAT_CONVICT = 2;

  /** Held for reading while native code runs, for writing while a suspect runs. */
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
   * Reads what dead processes left in a folder, and opens a journal there.
   *
   * @param folder of the job, on this host; created if it does not exist
   * @param maxRecords the most records in progress at the same time
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

  /** Process ids are reused; together with the start time they are not. */
  private static String ownPrefix() {
    ProcessHandle process = ProcessHandle.current();
    Instant born = process.info().startInstant().orElse(Instant.EPOCH);
    return process.pid() + "-" + born.toEpochMilli() + "-";
  }

  /** The reason for not running an image a third time. */
  public static UnreadableImageException convicted() {
    return new UnreadableImageException(
        RejectReason.CRASHED_THE_PROCESS,
        "the process died twice while it worked on this image, the second time on this image"
            + " alone");
  }

  /** Whether the record was in progress at a crash, so that it must run alone. */
  public boolean isSuspect(ImageSource record) {
    return history.crashes(record) > 0;
  }

  /** Whether the record was in progress at two crashes, so that it must not run again. */
  public boolean isConvicted(ImageSource record) {
    return history.crashes(record) >= CRASHES_THAT_CONVICT;
  }

  /**
   * Call this before native code sees a record. A convicted record is refused; a suspect waits
   * until it is alone.
   *
   * @return whether the record may run; if not, do not call {@link #leave}
   */
  public boolean enterUnlessConvicted(ImageSource record) {
    int crashes = history.crashes(record);
    if (crashes >= CRASHES_THAT_CONVICT) {
      return false;
    }
    enter(record, crashes);
    return true;
  }

  /** Call this before native code sees a record. A suspect waits until it is alone. */
  public void enter(ImageSource record) {
    enter(record, history.crashes(record));
  }

  private void enter(ImageSource record, int crashes) {
    stamp = crashes > 0 ? IN_NATIVE_CODE.writeLock() : IN_NATIVE_CODE.readLock();
    journal.mark(record);
  }

  /** Call this before native code sees several records, none of them a suspect. */
  public void enter(List<? extends ImageSource> records) {
    stamp = IN_NATIVE_CODE.readLock();
    journal.mark(records);
  }

  /**
   * Call this before native code sees records that are not to blame if it kills the process. It
   * waits while a suspect runs, which would be blamed.
   */
  public void enterUnrecorded() {
    stamp = IN_NATIVE_CODE.readLock();
  }

  /** Call this after native code returned, normally or with an exception. */
  public void leave() {
    journal.clear();
    IN_NATIVE_CODE.unlock(stamp);
  }

  /** Closes the journal in order, so that nothing is suspected. */
  @Override
  public void close() {
    try {
      journal.close();
    } catch (IOException undeletable) {
      // the journal records that nothing is in progress
      throw new UncheckedIOException(undeletable);
    }
  }
}

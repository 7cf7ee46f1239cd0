package dev.tagstream.pipeline.crash;

import dev.tagstream.pipeline.record.SourceRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Two instances of a process, each with one record: the first is slow with its own, and the second,
 * unless it is told better, kills the process while the first is still at it.
 */
public final class TwoInstancesOfWhichOneKills {

  static final int KILLED = 86;
  static final SourceRecord INNOCENT = record(0, 50);
  static final SourceRecord CULPRIT = record(1, 100);

  private static final int SLOW_MILLIS = 300;

  private TwoInstancesOfWhichOneKills() {}

  private static SourceRecord record(int partition, long offset) {
    return new SourceRecord("image-events", partition, offset, 1_700_000_000_000L, null);
  }

  public static void main(String... arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    CrashGuard first = CrashGuard.open(folder.resolve("journal"), 1);
    CrashGuard second = CrashGuard.open(folder.resolve("journal"), 1);
    Files.writeString(
        folder.resolve("verdicts"),
        "innocent %s, culprit %s"
            .formatted(first.isConvicted(INNOCENT), second.isConvicted(CULPRIT)));
    if (second.isConvicted(CULPRIT)) {
      first.close();
      second.close();
      return;
    }
    CountDownLatch atIt = new CountDownLatch(1);
    Thread slow =
        new Thread(
            () -> {
              first.enter(INNOCENT);
              atIt.countDown();
              try {
                Thread.sleep(SLOW_MILLIS);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              first.leave();
            });
    slow.start();
    atIt.await();
    second.enter(CULPRIT);
    Runtime.getRuntime().halt(KILLED);
  }
}

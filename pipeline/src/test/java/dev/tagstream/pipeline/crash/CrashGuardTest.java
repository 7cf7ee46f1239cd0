package dev.tagstream.pipeline.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.tagstream.pipeline.ChildProcess;
import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.SourceRecord;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CrashGuardTest {

  private static final int IMAGES = 10_000;

  @TempDir private Path folder;

  @Test
  void convictsTheCulpritOfTwoCrashesButNotWhoWasInHandBesideIt() throws Exception {
    assertThat(run()).isEqualTo(TwoInstancesOfWhichOneKills.KILLED);
    assertThat(verdicts()).isEqualTo("innocent false, culprit false");
    assertThat(run()).isEqualTo(TwoInstancesOfWhichOneKills.KILLED);
    assertThat(verdicts()).isEqualTo("innocent false, culprit false");
    assertThat(run()).isZero();
    assertThat(verdicts()).isEqualTo("innocent false, culprit true");
    assertThat(journals()).isEmpty();
  }

  @Test
  void suspectsNobodyAfterAnOrderlyEnd() throws Exception {
    SourceRecord record = record(1042, 1);
    CrashGuard cancelled = CrashGuard.open(folder, 1);
    cancelled.enter(record);
    cancelled.leave();
    cancelled.close();

    try (CrashGuard next = CrashGuard.open(folder, 1)) {
      assertThat(next.isSuspect(record)).isFalse();
    }
    assertThat(journals()).isEmpty();
  }

  @Test
  void leavesTheJournalsOfTheLivingAlone() throws Exception {
    SourceRecord record = record(1042, 1);
    try (CrashGuard one = CrashGuard.open(folder, 1)) {
      one.enter(record);
      try (CrashGuard other = CrashGuard.open(folder, 1)) {
        assertThat(other.isSuspect(record)).isFalse();
        assertThat(journals()).hasSize(2);
      }
      one.leave();
    }
  }

  @Test
  void suspectsAllRecordsOfABatchThatWasInHand() throws Exception {
    List<SourceRecord> batch = List.of(record(7, 1), record(8, 2), record(9, 3));
    leaveBehind("1-1-dead.journal", batch);

    try (CrashGuard guard = CrashGuard.open(folder, 4)) {
      assertThat(batch).allMatch(guard::isSuspect).noneMatch(guard::isConvicted);
      assertThat(guard.isSuspect(record(10, 4))).isFalse();
    }
  }

  @Test
  void suspectsTheRecordsOfABatchFromSeveralTopics() throws Exception {
    List<SourceRecord> batch =
        List.of(
            new SourceRecord("cats", 0, 7, 1, null),
            new SourceRecord("dogs", 0, 8, 1, null),
            new SourceRecord("d".repeat(249), 0, 9, 1, null));
    leaveBehind("1-1-dead.journal", batch);

    try (CrashGuard guard = CrashGuard.open(folder, 4)) {
      assertThat(batch).allMatch(guard::isSuspect);
      assertThat(guard.isSuspect(new SourceRecord("dogs", 0, 7, 1, null))).isFalse();
    }
  }

  @Test
  void knowsARecordFromAnotherAtTheSameOffsetOfATopicMadeAnew() throws Exception {
    leaveBehind("1-1-dead.journal", List.of(record(7, 1)));

    try (CrashGuard guard = CrashGuard.open(folder, 1)) {
      assertThat(guard.isSuspect(record(7, 1))).isTrue();
      assertThat(guard.isSuspect(record(7, 2))).isFalse();
    }
  }

  @Test
  void knowsAnObjectFromAnotherAndFromWhatIsWrittenOverIt() throws Exception {
    SourceObject cat = new SourceObject("s3://images/cats.tar", "etag-1", "tom.jpg");
    leaveBehind("1-1-dead.journal", List.of(cat, record(7, 1)));

    try (CrashGuard guard = CrashGuard.open(folder, 2)) {
      assertThat(guard.isSuspect(cat)).isTrue();
      assertThat(guard.isSuspect(record(7, 1))).isTrue();
      assertThat(guard.isSuspect(new SourceObject("s3://images/cats.tar", "etag-1", "kim.jpg")))
          .isFalse();
      assertThat(guard.isSuspect(new SourceObject("s3://images/cats.tar", "etag-2", "tom.jpg")))
          .isFalse();
    }
    try (CrashGuard next = CrashGuard.open(folder, 1)) {
      assertThat(next.isSuspect(cat)).isTrue();
    }
  }

  @Test
  void namesTheObjectThatWasInHand() throws Exception {
    String name = "file:///images/" + "x".repeat(300) + "/kätzchen.jpg";
    leaveBehind("1-1-dead.journal", List.of(new SourceObject(name, "1"), record(7, 1)));

    try (FileChannel journal = FileChannel.open(folder.resolve("1-1-dead.journal"))) {
      assertThat(CrashJournal.inHand(journal))
          .extracting(CrashJournal.InHand::position)
          .containsExactly("x".repeat(242) + "/kätzchen.jpg", "image-events-3@7");
    }
  }

  @Test
  void allocatesNothingForAnImage() throws Exception {
    leaveBehind("1-1-dead.journal", List.of(record(7, 1)));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<SourceRecord> batch = List.of(record(8, 2), record(9, 3));

    try (CrashGuard guard = CrashGuard.open(folder, batch.size())) {
      handle(guard, batch);
      long before = threads.getCurrentThreadAllocatedBytes();
      handle(guard, batch);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(IMAGES);
    }
  }

  /** As the steps do with their images. */
  private static void handle(CrashGuard guard, List<SourceRecord> batch) {
    for (int i = 0; i < IMAGES; i++) {
      SourceRecord record = batch.get(i % batch.size());
      if (guard.isConvicted(record) || guard.isSuspect(record)) {
        throw new AssertionError(record.position());
      }
      guard.enter(record);
      guard.leave();
      guard.enter(batch);
      guard.leave();
    }
  }

  @Test
  void goesOnWhereTheHistoryIsDamaged() throws Exception {
    Files.writeString(folder.resolve("crashes"), "not a crash\nimage-events 3 x 1 a 1\n");
    Files.write(folder.resolve("1-1-short.journal"), new byte[] {1, 2, 3});

    try (CrashGuard guard = CrashGuard.open(folder, 1)) {
      assertThat(guard.isSuspect(record(7, 1))).isFalse();
    }
  }

  @Test
  void saysInOneLineWhereAFolderCannotBeUsed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> CrashGuard.open(file.resolve("journal"), 1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(
            "the folder %s cannot hold the journal of crashes: ", file.resolve("journal"))
        .hasMessageEndingWith("; name another");
  }

  /** A journal as a process leaves it that dies with records in hand. */
  private void leaveBehind(String name, List<? extends ImageSource> inHand) throws Exception {
    Path copy = folder.resolve("copy");
    Path original = folder.resolve("original");
    try (CrashJournal journal = CrashJournal.create(original, inHand.size())) {
      journal.mark(inHand);
      Files.copy(original, copy);
    }
    Files.move(copy, folder.resolve(name));
  }

  private int run() throws Exception {
    return ChildProcess.run(TwoInstancesOfWhichOneKills.class, folder.toString());
  }

  private String verdicts() throws Exception {
    return Files.readString(folder.resolve("verdicts"));
  }

  private List<Path> journals() throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".journal")).toList();
    }
  }

  private static SourceRecord record(long offset, long timestampMillis) {
    return new SourceRecord("image-events", 3, offset, timestampMillis, null);
  }
}

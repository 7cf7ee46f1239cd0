package dev.tagstream.pipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.ChildProcess;
import dev.tagstream.pipeline.crash.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that really dies of an image, and is started again. */
final class CrashLoopTest {

  @TempDir private Path folder;

  @Test
  void rejectsAnImageThatHasKilledTheProcessTwiceAndOnlyThatOne() throws Exception {
    assertThat(run(DecodeWithAKiller.Deed.KILL)).isEqualTo(DecodeWithAKiller.KILLED);
    assertThat(run(DecodeWithAKiller.Deed.KILL)).isEqualTo(DecodeWithAKiller.KILLED);
    assertThat(run(DecodeWithAKiller.Deed.KILL)).isZero();

    assertThat(folder.resolve("outcomes"))
        .hasContent("one, two, four, five, KILL: CRASHED_THE_PROCESS");
  }

  @Test
  void rejectsAnImageThatTheDecoderHasHungOnTwice() throws Exception {
    assertThat(run(DecodeWithAKiller.Deed.HANG)).isEqualTo(Watchdog.EXIT_CODE);
    assertThat(Files.readString(folder.resolve("output")))
        .contains(
            "image-events-3@" + "HANG".hashCode() + " has been decoded for more than PT0.05S");
    assertThat(run(DecodeWithAKiller.Deed.HANG)).isEqualTo(Watchdog.EXIT_CODE);
    assertThat(run(DecodeWithAKiller.Deed.HANG)).isZero();

    assertThat(folder.resolve("outcomes"))
        .hasContent("one, two, four, five, HANG: CRASHED_THE_PROCESS");
  }

  @Test
  void blamesNoneOfABatchButTheOneThatKillsTheModel() throws Exception {
    String place = folder.toString();
    assertThat(ChildProcess.run(TagWithAKiller.class, place)).isEqualTo(TagWithAKiller.KILLED);
    assertThat(ChildProcess.run(TagWithAKiller.class, place)).isEqualTo(TagWithAKiller.KILLED);
    assertThat(ChildProcess.run(TagWithAKiller.class, place)).isZero();

    assertThat(folder.resolve("outcomes")).hasContent("[0, 1, 3, 4] 4");
  }

  private int run(DecodeWithAKiller.Deed deed) throws Exception {
    return ChildProcess.run(DecodeWithAKiller.class, folder.toString(), deed.name());
  }
}

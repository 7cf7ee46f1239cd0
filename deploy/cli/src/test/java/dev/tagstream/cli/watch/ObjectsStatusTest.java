package dev.tagstream.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ObjectsStatusTest {

  @Test
  void saysThatFiguresAreLowerBoundsWhileObjectsAreListed() {
    assertThat(new ObjectsStatus("backfill", 3400, 40_000_000, 30_000_000, false, 7380).lines())
        .containsExactly(
            "job        backfill",
            "progress   10.0 of at least 40.0 MB in 3,400 objects (25.0 %)",
            "time left  at least 2 h 3 min");
  }

  @Test
  void saysWhatIsLeftWhenEverythingIsListed() {
    ObjectsStatus status = new ObjectsStatus("backfill", 1, 2_000_000, 500_000, true, 4.2);
    assertThat(status.lines())
        .containsExactly(
            "job        backfill",
            "progress   1.5 of 2.0 MB in 1 objects (75.0 %)",
            "time left  5 s");
    assertThat(status.json())
        .isEqualTo(
            "{\"job\":\"backfill\",\"objects\":1,\"bytes\":2000000,\"bytesLeft\":500000,\"allListed\":true,\"secondsLeft\":5}");
  }

  @Test
  void knowsNoTimeBeforeAnythingIsRead() {
    ObjectsStatus status = new ObjectsStatus("backfill", 1, 10, 10, false, Double.NaN);
    assertThat(status.lines())
        .last()
        .isEqualTo("time left  unknown: nothing was read since the job started or restarted");
    assertThat(status.json()).endsWith("\"secondsLeft\":null}");
  }
}

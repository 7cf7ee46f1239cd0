package dev.tagstream.pipeline.objects.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BacklogTest {

  private final AtomicLong nanoTime = new AtomicLong();
  private final Backlog backlog = new Backlog();

  @BeforeEach
  void begin() {
    backlog.setClock(nanoTime::get);
    backlog.begin(ListingState.BEGIN);
  }

  @Test
  void knowsNoTimeBeforeTheFirstReport() {
    backlog.listed(split(100, 200));
    assertThat(backlog.listedObjects()).isEqualTo(2);
    assertThat(backlog.listedBytes()).isEqualTo(300);
    assertThat(backlog.bytesLeft()).isEqualTo(300);
    assertThat(backlog.secondsLeft()).isNaN();
    assertThat(backlog.isAllListed()).isFalse();
  }

  @Test
  void dividesWhatIsLeftByTheRateOfAllReaders() {
    ObjectSplit one = split(600);
    ObjectSplit other = split(400);
    ObjectSplit waiting = split(1000);
    List.of(one, other, waiting).forEach(backlog::listed);
    backlog.assigned(0, one);
    backlog.assigned(1, other);
    after(Duration.ofSeconds(10));
    backlog.left(0, 500);
    backlog.left(1, 300);
    assertThat(backlog.bytesLeft()).isEqualTo(1800);
    assertThat(backlog.secondsLeft()).isEqualTo(90);
  }

  @Test
  void hasNothingLeftWhenAllIsListedAndRead() {
    ObjectSplit only = split(600);
    backlog.listed(only);
    backlog.assigned(0, only);
    backlog.left(0, 0);
    backlog.allListed();
    assertThat(backlog.bytesLeft()).isZero();
    assertThat(backlog.secondsLeft()).isZero();
  }

  @Test
  void countsTheSplitsOfAFailedReaderOnce() {
    ObjectSplit only = split(600);
    backlog.listed(only);
    backlog.assigned(0, only);
    backlog.returned(0, List.of(only));
    assertThat(backlog.bytesLeft()).isEqualTo(600);
  }

  @Test
  void continuesWithTheStateOfACheckpoint() throws IOException {
    ListingState state = new ListingState(1, null, 2, List.of(split(70)), 5, 900);
    ListingSerializer serializer = new ListingSerializer();
    backlog.begin(serializer.deserialize(serializer.getVersion(), serializer.serialize(state)));
    backlog.left(0, 30);
    assertThat(backlog.listedObjects()).isEqualTo(5);
    assertThat(backlog.listedBytes()).isEqualTo(900);
    assertThat(backlog.bytesLeft()).isEqualTo(100);
  }

  /** Such states have all but the last two numbers. */
  @Test
  void readsTheStatesOfVersion1() throws IOException {
    byte[] bytes =
        new ListingSerializer().serialize(new ListingState(1, "t", 2, List.of(split(70)), 5, 900));
    byte[] before = Arrays.copyOf(bytes, bytes.length - 2 * Long.BYTES);
    assertThat(new ListingSerializer().deserialize(1, before))
        .isEqualTo(new ListingState(1, "t", 2, List.of(split(70)), 0, 0));
  }

  private void after(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  private static ObjectSplit split(long... bytes) {
    return new ObjectSplit(
        "split",
        Arrays.stream(bytes).mapToObj(size -> new StoredObject("file:///a", size, "1")).toList(),
        0,
        0);
  }
}

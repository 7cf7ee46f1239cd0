package dev.tagstream.cli.rejects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OffsetRangesTest {

  @Test
  void joinsRangesThatTouchAndKeepsOthersInOrder() {
    OffsetRanges ranges = OffsetRanges.NONE.with(40, 50).with(0, 10).with(20, 30);
    assertThat(ranges).hasToString("0-10,20-30,40-50");
    assertThat(ranges.with(10, 20)).hasToString("0-30,40-50");
    assertThat(ranges.with(25, 45)).hasToString("0-10,20-50");
    assertThat(ranges.with(0, 60)).hasToString("0-60");
  }

  @Test
  void holdsTheFirstOfARangeAndNotItsEnd() {
    OffsetRanges ranges = OffsetRanges.NONE.with(10, 20);
    assertThat(ranges.contains(9)).isFalse();
    assertThat(ranges.contains(10)).isTrue();
    assertThat(ranges.contains(19)).isTrue();
    assertThat(ranges.contains(20)).isFalse();
  }

  @Test
  void isTheSetOfAllThatWasAddedAndComesBackFromItsText() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      OffsetRanges ranges = OffsetRanges.NONE;
      Set<Long> offsets = new HashSet<>();
      for (int i = 0; i < 8; i++) {
        long from = random.nextInt(40);
        long to = from + 1 + random.nextInt(8);
        ranges = ranges.with(from, to);
        for (long offset = from; offset < to; offset++) {
          offsets.add(offset);
        }
      }
      OffsetRanges read = OffsetRanges.parse(ranges.toString());
      assertThat(read).isEqualTo(ranges);
      for (long offset = 0; offset < 50; offset++) {
        assertThat(read.contains(offset)).isEqualTo(offsets.contains(offset));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "9-3", "1-2,", "a-b", "-1-4"})
  void refusesTextThatItDidNotWrite(String text) {
    assertThatThrownBy(() -> OffsetRanges.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}

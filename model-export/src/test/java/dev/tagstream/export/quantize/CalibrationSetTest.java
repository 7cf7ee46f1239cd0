package dev.tagstream.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CalibrationSetTest {

  @Test
  void everyFourthImageIsHeldBack() {
    List<CalibrationImage> images =
        IntStream.range(0, 10)
            .mapToObj(side -> new CalibrationImage(side, side, new byte[0]))
            .toList();

    CalibrationSet set = CalibrationSet.of(images);

    assertThat(set.heldBack()).extracting(CalibrationImage::width).containsExactly(3, 7);
    assertThat(set.calibrating())
        .extracting(CalibrationImage::width)
        .containsExactly(0, 1, 2, 4, 5, 6, 8, 9);
  }
}

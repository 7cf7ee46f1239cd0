package dev.tagstream.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CalibrationSetTest {

  @Test
  void everyFourthPictureIsHeldBack() {
    List<CalibrationPicture> pictures =
        IntStream.range(0, 10)
            .mapToObj(side -> new CalibrationPicture(side, side, new byte[0]))
            .toList();

    CalibrationSet set = CalibrationSet.of(pictures);

    assertThat(set.heldBack()).extracting(CalibrationPicture::width).containsExactly(3, 7);
    assertThat(set.calibrating())
        .extracting(CalibrationPicture::width)
        .containsExactly(0, 1, 2, 4, 5, 6, 8, 9);
  }
}

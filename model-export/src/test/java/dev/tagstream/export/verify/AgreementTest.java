package dev.tagstream.export.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AgreementTest {

  @Test
  void tellsTheShareAndWilsonsInterval() {
    assertThat(new Agreement(245, 250))
        .hasToString("98.0 % (245 of 250, 95 % interval 95.4 to 99.1 %)");
    assertThat(new Agreement(38, 38))
        .hasToString("100.0 % (38 of 38, 95 % interval 90.8 to 100.0 %)");
  }

  @Test
  void ofNoImagesNothingIsKnown() {
    assertThat(Agreement.NONE).hasToString("100.0 % (0 of 0, 95 % interval 0.0 to 100.0 %)");
  }

  @Test
  void countsImages() {
    assertThat(Agreement.NONE.plus(true).plus(false).plus(true)).isEqualTo(new Agreement(2, 3));
  }
}

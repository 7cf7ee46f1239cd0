package dev.tagstream.pipeline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionLeaseTest {

  @Test
  void scoresPicturesOfPureColors(@TempDir Path folder) throws Exception {
    Path file = TestModels.dominantColor().writeTo(folder);

    try (TagModel model = SessionLease.acquire(file, DeviceRequest.cpu(), 8)) {
      float[] scores = model.score(Pictures.uint8(4, 4, 0xff0000, 0x0000ff), 2);

      assertThat(scores)
          .containsExactly(
              new float[] {
                TestModels.PURE_SCORE, TestModels.OTHER_SCORE, TestModels.OTHER_SCORE,
                TestModels.OTHER_SCORE, TestModels.OTHER_SCORE, TestModels.PURE_SCORE
              },
              within(1e-6f));
    }
  }
}

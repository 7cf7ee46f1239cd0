package dev.tagstream.pipeline.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions;
import dev.tagstream.pipeline.batch.BatchLadder;
import dev.tagstream.pipeline.image.ElementType;
import dev.tagstream.pipeline.image.PixelLayout;
import org.junit.jupiter.api.Test;

class SessionSettingsTest {

  private static final InputSpec INPUT =
      new InputSpec("input", ElementType.FLOAT32, PixelLayout.NCHW, 224, 200, 0);

  @Test
  void neverSpinsWhileWaiting() throws Exception {
    try (SessionOptions options =
        SessionSettings.forRunning(Device.CPU, INPUT, BatchLadder.any())) {
      assertThat(options.getConfigEntries())
          .containsEntry("session.intra_op.allow_spinning", "0")
          .containsEntry("session.inter_op.allow_spinning", "0");
    }
  }

  @Test
  void writesShapesAsTensorRtReadsThem() {
    InputSpec channelsLast =
        new InputSpec("pixels", ElementType.UINT8, PixelLayout.NHWC, 224, 200, 0);

    assertThat(SessionSettings.profile(INPUT, 8)).isEqualTo("input:8x3x224x200");
    assertThat(SessionSettings.profile(channelsLast, 1)).isEqualTo("pixels:1x224x200x3");
  }
}

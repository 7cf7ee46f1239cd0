package dev.tagstream.pipeline.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ai.onnxruntime.OrtSession.SessionOptions;
import dev.tagstream.pipeline.batch.BatchLadder;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.model.session.GpuSettings.Float32;
import dev.tagstream.pipeline.model.session.GpuSettings.Memory;
import dev.tagstream.pipeline.model.session.TensorRtSettings.Precision;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionSettingsTest {

  private static final InputSpec INPUT =
      new InputSpec("input", PixelType.FLOAT32, PixelLayout.NCHW, 224, 200);

  @TempDir private Path folder;

  @Test
  void neverSpinsWhileWaiting() throws Exception {
    try (SessionOptions options =
        SessionSettings.forRunning(
            new SessionPlan(Device.CPU, BatchLadder.any(), GpuSettings.USUAL),
            contract(TestModels.dominantColor()))) {
      assertThat(options.getConfigEntries())
          .containsEntry("session.intra_op.allow_spinning", "0")
          .containsEntry("session.inter_op.allow_spinning", "0");
    }
  }

  @Test
  void writesShapesAsTensorRtReadsThem() {
    InputSpec channelsLast = new InputSpec("pixels", PixelType.UINT8, PixelLayout.NHWC, 224, 200);

    assertThat(SessionSettings.profile(INPUT, 8)).isEqualTo("input:8x3x224x200");
    assertThat(SessionSettings.profile(channelsLast, 1)).isEqualTo("pixels:1x224x200x3");
  }

  @Test
  void tellsTensorRtToBuildOneEngineForAllBatchSizes() {
    SessionPlan plan = new SessionPlan(Device.tensorRt(0), BatchLadder.upTo(8), GpuSettings.USUAL);

    ModelContract model = contract(TestModels.dominantColor().float32Nchw().size(224, 200));

    assertThat(SessionSettings.tensorRtOptions(plan, model))
        .containsOnly(
            entry("trt_profile_min_shapes", "input:1x3x224x200"),
            entry("trt_profile_opt_shapes", "input:8x3x224x200"),
            entry("trt_profile_max_shapes", "input:8x3x224x200"));
  }

  @Test
  void tellsTensorRtOfFloat16AndTheCache() {
    ModelContract fixed = contract(TestModels.dominantColor().fixedBatch(2));
    TensorRtSettings settings = new TensorRtSettings(Precision.FLOAT16, "/var/cache/engines");
    SessionPlan plan =
        new SessionPlan(
            Device.tensorRt(0),
            BatchLadder.fixed(2),
            new GpuSettings(Float32.EXACT, Memory.PINNED, Map.of(), settings));

    assertThat(SessionSettings.tensorRtOptions(plan, fixed))
        .containsOnly(
            entry("trt_fp16_enable", "1"),
            entry("trt_engine_cache_enable", "1"),
            entry("trt_engine_cache_path", "/var/cache/engines"),
            entry("trt_timing_cache_enable", "1"),
            entry("trt_timing_cache_path", "/var/cache/engines"));
  }

  private ModelContract contract(TestModels model) {
    return ModelFile.read(model.writeTo(folder));
  }

  @Test
  void givesFloat16ChannelsLastUnlessToldOtherwise() {
    GpuSettings usual = GpuSettings.USUAL;
    GpuSettings told =
        new GpuSettings(
            Float32.EXACT, Memory.PINNED, Map.of("prefer_nhwc", "0"), TensorRtSettings.NONE);

    assertThat(usual.forPrecision(dev.tagstream.schemas.model.Precision.FLOAT16).cuda())
        .containsExactly(Map.entry("prefer_nhwc", "1"));
    assertThat(usual.forPrecision(dev.tagstream.schemas.model.Precision.FLOAT32)).isSameAs(usual);
    assertThat(usual.forPrecision(null)).isSameAs(usual);
    assertThat(told.forPrecision(dev.tagstream.schemas.model.Precision.FLOAT16)).isSameAs(told);
  }
}

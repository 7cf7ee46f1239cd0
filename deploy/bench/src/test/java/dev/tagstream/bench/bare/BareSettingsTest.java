package dev.tagstream.bench.bare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.config.DeviceConfig;
import dev.tagstream.pipeline.model.session.DeviceRequest.Choice;
import dev.tagstream.pipeline.model.session.GpuSettings;
import dev.tagstream.schemas.model.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BareSettingsTest {

  @Test
  void comparesAJobWithItsOwnDeviceAndTensorRtWithCuda() {
    assertThat(of(Choice.CPU).provider()).isEqualTo(Choice.CPU);
    assertThat(of(Choice.CUDA).provider()).isEqualTo(Choice.CUDA);
    assertThat(of(Choice.TENSORRT)).isEqualTo(of(Choice.CUDA));
    assertThat(of(Choice.CUDA).gpu()).isEqualTo(1);
  }

  @Test
  void takesTheDefaultsThatAJobHasForFloat16() {
    DeviceConfig device = new DeviceConfig(Choice.TENSORRT, List.of(0), GpuSettings.USUAL);

    assertThat(BareSettings.of(device, Precision.FLOAT16, 64).cuda())
        .containsAllEntriesOf(GpuSettings.USUAL.forPrecision(Precision.FLOAT16).cuda())
        .containsEntry("prefer_nhwc", "1");
    assertThat(BareSettings.of(device, Precision.FLOAT32, 64).cuda())
        .doesNotContainKey("prefer_nhwc");
  }

  private static BareSettings of(Choice provider) {
    return BareSettings.of(new DeviceConfig(provider, List.of(1), GpuSettings.USUAL), null, 64);
  }
}

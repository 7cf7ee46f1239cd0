package dev.tagstream.bench.bare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.config.DeviceConfig;
import dev.tagstream.pipeline.model.session.DeviceRequest.Choice;
import dev.tagstream.pipeline.model.session.GpuSettings;
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

  private static BareSettings of(Choice provider) {
    return BareSettings.of(new DeviceConfig(provider, List.of(1), GpuSettings.USUAL), 64);
  }
}

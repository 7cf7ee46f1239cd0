package dev.tagstream.pipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.DeviceRequest.Choice;
import dev.tagstream.pipeline.model.session.GpuSettings;
import java.util.List;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GpuShareTest {

  @Test
  void asksForAnyOfTheNamedGpus() throws Exception {
    assertThat(request(new GpuShare(Choice.CUDA, List.of(5, 7), GpuSettings.USUAL), 1))
        .isEqualTo(new DeviceRequest(Choice.CUDA, List.of(5, 7), GpuSettings.USUAL));
  }

  @ParameterizedTest
  @CsvSource({"0", "3"})
  void takesTheFirstGpuWhenNobodyNamesOne(int instance) throws Exception {
    assertThat(request(new GpuShare(Choice.AUTO, List.of(), GpuSettings.USUAL), instance))
        .isEqualTo(new DeviceRequest(Choice.AUTO, 0));
  }

  @ParameterizedTest
  @CsvSource({"0", "3"})
  void asksForNoGpuOnTheCpu(int instance) throws Exception {
    assertThat(request(new GpuShare(Choice.CPU, List.of(5, 7), GpuSettings.USUAL), instance))
        .isEqualTo(DeviceRequest.cpu());
  }

  /** What one of four parallel instances asks for. */
  private static DeviceRequest request(GpuShare gpus, int instance) throws Exception {
    StreamMap<String, String> step = new StreamMap<>(text -> text);
    OneInputStreamOperatorTestHarness<String, String> harness =
        new OneInputStreamOperatorTestHarness<>(step, 4, 4, instance);
    try {
      harness.open();
      return gpus.of(GpuShare.given(step.getRuntimeContext()));
    } finally {
      harness.close();
    }
  }
}

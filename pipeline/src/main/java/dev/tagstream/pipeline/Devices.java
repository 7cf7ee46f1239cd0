package dev.tagstream.pipeline;

import dev.tagstream.pipeline.config.DeviceConfig;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.DeviceRequest.Choice;
import dev.tagstream.pipeline.model.session.GpuSettings;
import dev.tagstream.pipeline.model.session.GpuSettings.Float32;
import dev.tagstream.pipeline.model.session.GpuSettings.Memory;
import dev.tagstream.pipeline.model.session.TensorRtSettings;
import dev.tagstream.pipeline.model.session.TensorRtSettings.Precision;
import java.util.List;

/** Translates the device options into a device request. */
public final class Devices {

  private static final List<Integer> FIRST_GPU = List.of(0);

  private Devices() {}

  /** The request of a process that gets no GPUs from Flink. */
  public static DeviceRequest requested(DeviceConfig device) {
    List<Integer> ids = device.ids().isEmpty() ? FIRST_GPU : device.ids();
    return new DeviceRequest(choice(device), ids, settings(device));
  }

  static Choice choice(DeviceConfig device) {
    return switch (device.provider()) {
      case AUTO -> Choice.AUTO;
      case CPU -> Choice.CPU;
      case CUDA -> Choice.CUDA;
      case TENSORRT -> Choice.TENSORRT;
    };
  }

  static GpuSettings settings(DeviceConfig device) {
    return new GpuSettings(
        device.tf32() ? Float32.TF32 : Float32.EXACT,
        device.pinnedMemory() ? Memory.PINNED : Memory.PAGEABLE,
        device.cuda(),
        new TensorRtSettings(
            device.tensorRtFloat16() ? Precision.FLOAT16 : Precision.OF_MODEL,
            device.tensorRtCache()));
  }
}

package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.GpuSettings;
import dev.tagstream.pipeline.model.session.TensorRtSettings;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * The device that runs the model.
 *
 * @param provider the execution provider
 * @param ids the GPUs of a TaskManager to use, each once; empty to leave the choice to Flink
 * @param gpu how a GPU computes
 */
public record DeviceConfig(DeviceRequest.Choice provider, List<Integer> ids, GpuSettings gpu)
    implements Serializable {

  private static final List<Integer> FIRST_GPU = List.of(0);

  public DeviceConfig {
    ids = List.copyOf(ids);
    if (ids.stream().anyMatch(id -> id < 0) || new HashSet<>(ids).size() < ids.size()) {
      throw mustBe(TaggingOptions.DEVICE_IDS, "GPU numbers from 0, each once,", ids);
    }
    if (provider != DeviceRequest.Choice.TENSORRT
        && !gpu.tensorRt().equals(TensorRtSettings.NONE)) {
      throw mustBe(
          TaggingOptions.DEVICE_PROVIDER,
          "tensorrt if %s or %s is set"
              .formatted(
                  TaggingOptions.DEVICE_TENSORRT_FLOAT16.key(),
                  TaggingOptions.DEVICE_TENSORRT_CACHE.key()),
          provider);
    }
  }

  static DeviceConfig read(OptionReader options) {
    return new DeviceConfig(
        options.read(TaggingOptions.DEVICE_PROVIDER),
        options.find(TaggingOptions.DEVICE_IDS).orElse(List.of()),
        readGpu(options));
  }

  private static GpuSettings readGpu(OptionReader options) {
    return new GpuSettings(
        options.read(TaggingOptions.DEVICE_TF32)
            ? GpuSettings.Float32.TF32
            : GpuSettings.Float32.EXACT,
        options.read(TaggingOptions.DEVICE_PINNED_MEMORY)
            ? GpuSettings.Memory.PINNED
            : GpuSettings.Memory.PAGEABLE,
        options.read(TaggingOptions.DEVICE_CUDA),
        new TensorRtSettings(
            options.read(TaggingOptions.DEVICE_TENSORRT_FLOAT16)
                ? TensorRtSettings.Precision.FLOAT16
                : TensorRtSettings.Precision.OF_MODEL,
            options.find(TaggingOptions.DEVICE_TENSORRT_CACHE).orElse(null)));
  }

  /** The request of a process that gets no GPUs from Flink. */
  public DeviceRequest requested() {
    return new DeviceRequest(provider, ids.isEmpty() ? FIRST_GPU : ids, gpu);
  }
}

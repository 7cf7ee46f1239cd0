package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The device that runs the model.
 *
 * @param provider the execution provider
 * @param ids the GPUs of a TaskManager to use, each once; empty to leave the choice to Flink
 * @param tf32 whether CUDA may multiply float32 in TF32
 * @param pinnedMemory whether batches wait for the GPU in pinned memory
 * @param cuda options of ONNX Runtime's CUDA provider, by its names
 * @param tensorRtFloat16 whether TensorRT may compute in float16
 * @param tensorRtCache the folder of TensorRT's engines; null to build them at each start
 */
public record DeviceConfig(
    Provider provider,
    List<Integer> ids,
    boolean tf32,
    boolean pinnedMemory,
    Map<String, String> cuda,
    boolean tensorRtFloat16,
    @Nullable String tensorRtCache)
    implements Serializable {

  public DeviceConfig {
    ids = List.copyOf(ids);
    cuda = Map.copyOf(cuda);
    if (ids.stream().anyMatch(id -> id < 0) || new HashSet<>(ids).size() < ids.size()) {
      throw mustBe(TaggingOptions.DEVICE_IDS, "GPU numbers from 0, each once,", ids);
    }
    if (provider != Provider.TENSORRT && (tensorRtFloat16 || tensorRtCache != null)) {
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
        options.read(TaggingOptions.DEVICE_TF32),
        options.read(TaggingOptions.DEVICE_PINNED_MEMORY),
        options.read(TaggingOptions.DEVICE_CUDA),
        options.read(TaggingOptions.DEVICE_TENSORRT_FLOAT16),
        options.find(TaggingOptions.DEVICE_TENSORRT_CACHE).orElse(null));
  }
}

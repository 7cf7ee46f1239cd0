package dev.tagstream.pipeline.model.session;

import dev.tagstream.schemas.model.Precision;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a GPU computes; not used on the CPU.
 *
 * @param float32 the arithmetic of a float32 model
 * @param hostMemory the memory in which batches wait for the copy
 * @param cuda options of ONNX Runtime's CUDA provider, by its names, overriding the settings here
 * @param tensorRt how TensorRT computes, if it is chosen
 */
public record GpuSettings(
    Float32 float32, Memory hostMemory, Map<String, String> cuda, TensorRtSettings tensorRt)
    implements Serializable {

  /** The model's own arithmetic, and the providers' defaults. */
  public static final GpuSettings USUAL =
      new GpuSettings(Float32.EXACT, Memory.PINNED, Map.of(), TensorRtSettings.NONE);

  /** The arithmetic of a float32 model. */
  public enum Float32 {
    /** Products of all 24 bits, as on a CPU. */
    EXACT,
    /** Products of 11 bits (TF32), summed in float32, on cards that have units for it. */
    TF32
  }

  /** The host memory of a batch. */
  public enum Memory {
    /** Pinned: the GPU copies from it directly, while the caller continues. */
    PINNED,
    /** Pageable: the driver copies through its own buffer. */
    PAGEABLE
  }

  /**
   * cuDNN's float16 units prefer channels last; with it, an H200 runs a ResNet-50 1.2 times as
   * fast.
   */
  private static final String CHANNELS_LAST = "prefer_nhwc";

  public GpuSettings {
    cuda = Map.copyOf(cuda);
  }

  /**
   * These settings, with defaults for a model's precision.
   *
   * @param precision of the model; null if unknown
   */
  public GpuSettings forPrecision(@Nullable Precision precision) {
    if (precision != Precision.FLOAT16 || cuda.containsKey(CHANNELS_LAST)) {
      return this;
    }
    Map<String, String> more = new TreeMap<>(cuda);
    more.put(CHANNELS_LAST, "1");
    return new GpuSettings(float32, hostMemory, more, tensorRt);
  }
}

package dev.tagstream.pipeline.model.session;

import dev.tagstream.schemas.model.Precision;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a GPU computes; of no meaning on the CPU.
 *
 * @param float32 what it makes of a model in float32
 * @param hostMemory where batches wait to be copied to it
 * @param cuda options of ONNX Runtime's CUDA provider, by its names, over those that are set here
 * @param tensorRt how TensorRT is used, if it is chosen
 */
public record GpuSettings(
    Float32 float32, Memory hostMemory, Map<String, String> cuda, TensorRtSettings tensorRt)
    implements Serializable {

  /** The model's own arithmetic, and providers as they are without being told. */
  public static final GpuSettings USUAL =
      new GpuSettings(Float32.EXACT, Memory.PINNED, Map.of(), TensorRtSettings.NONE);

  /** What a GPU makes of float32. */
  public enum Float32 {
    /** Products of all 24 bits, as on a CPU. */
    EXACT,
    /** Products of 11 bits (TF32), summed in float32, on cards that have units for it. */
    TF32
  }

  /** The host's memory. */
  public enum Memory {
    /** Copied by the card itself while the caller goes on. */
    PINNED,
    /** Copied through the driver's own buffer. */
    PAGEABLE
  }

  /**
   * cuDNN's float16 units take channels last; given so, an H200 runs a ResNet-50 1.2 times as fast.
   */
  private static final String CHANNELS_LAST = "prefer_nhwc";

  public GpuSettings {
    cuda = Map.copyOf(cuda);
  }

  /**
   * These settings, with what suits a model's precision where they do not say otherwise.
   *
   * @param precision of the model; null where nobody knows
   */
  GpuSettings forPrecision(@Nullable Precision precision) {
    if (precision != Precision.FLOAT16 || cuda.containsKey(CHANNELS_LAST)) {
      return this;
    }
    Map<String, String> more = new TreeMap<>(cuda);
    more.put(CHANNELS_LAST, "1");
    return new GpuSettings(float32, hostMemory, more, tensorRt);
  }
}

package dev.tagstream.pipeline.model;

import java.io.Serializable;

/**
 * How a GPU computes; of no meaning on the CPU.
 *
 * @param float32 what it makes of a model in float32
 * @param tensorRt how TensorRT is used, if it is chosen
 */
public record GpuSettings(Float32 float32, TensorRtSettings tensorRt) implements Serializable {

  /** The model's own arithmetic, and TensorRT as it is without being told. */
  public static final GpuSettings USUAL = new GpuSettings(Float32.EXACT, TensorRtSettings.NONE);

  /** What a GPU makes of float32. */
  public enum Float32 {
    /** Products of all 24 bits, as on a CPU. */
    EXACT,
    /** Products of 11 bits (TF32), summed in float32, on cards that have units for it. */
    TF32
  }
}

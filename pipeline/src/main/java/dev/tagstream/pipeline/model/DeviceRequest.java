package dev.tagstream.pipeline.model;

import java.io.Serializable;

/**
 * The device that a model should run on.
 *
 * @param choice the execution provider wished for
 * @param deviceId which GPU, from 0; of no meaning on the CPU
 */
public record DeviceRequest(Choice choice, int deviceId) implements Serializable {

  /** Which execution provider to use. */
  public enum Choice {
    /** CUDA if it truly loads, else the CPU, with a warning in the log. */
    AUTO,
    CPU,
    /** CUDA or nothing. */
    CUDA,
    /** TensorRT, with CUDA for what it cannot run, or nothing. */
    TENSORRT
  }

  public DeviceRequest {
    if (deviceId < 0) {
      throw new IllegalArgumentException("a GPU's id must not be negative but was " + deviceId);
    }
  }

  /** The CPU. */
  public static DeviceRequest cpu() {
    return new DeviceRequest(Choice.CPU, 0);
  }
}

package dev.tagstream.pipeline.model;

import java.io.Serializable;

/**
 * The device that a model should run on.
 *
 * @param choice the execution provider wished for
 * @param deviceId which GPU, from 0; of no meaning on the CPU
 * @param tensorRt how TensorRT is used; of no meaning elsewhere
 */
public record DeviceRequest(Choice choice, int deviceId, TensorRtSettings tensorRt)
    implements Serializable {

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

  /** A device of which nothing special is wanted. */
  public DeviceRequest(Choice choice, int deviceId) {
    this(choice, deviceId, TensorRtSettings.NONE);
  }

  /** The CPU. */
  public static DeviceRequest cpu() {
    return new DeviceRequest(Choice.CPU, 0);
  }
}

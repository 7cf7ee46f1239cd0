package dev.tagstream.pipeline.model.session;

import java.io.Serializable;
import java.util.List;

/**
 * The device that a model should run on.
 *
 * @param choice the execution provider wished for
 * @param deviceIds the GPUs to choose from, counted from 0, at least one; of no meaning on the CPU
 * @param gpu how it computes, if it is a GPU
 */
public record DeviceRequest(Choice choice, List<Integer> deviceIds, GpuSettings gpu)
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
    deviceIds = List.copyOf(deviceIds);
    if (deviceIds.isEmpty() || deviceIds.stream().anyMatch(id -> id < 0)) {
      throw new IllegalArgumentException(
          "there must be GPUs, none of a negative id, but they were " + deviceIds);
    }
  }

  /** The one device, of which nothing special is wanted. */
  public DeviceRequest(Choice choice, int deviceId) {
    this(choice, List.of(deviceId), GpuSettings.USUAL);
  }

  /** The CPU. */
  public static DeviceRequest cpu() {
    return new DeviceRequest(Choice.CPU, 0);
  }
}

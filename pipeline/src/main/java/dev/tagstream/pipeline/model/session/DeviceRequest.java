package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.gpu.NvidiaCard;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * The requested device of a model.
 *
 * @param choice the execution provider
 * @param deviceIds the GPUs to choose from, counted from 0, at least one; not used on the CPU
 * @param gpu how a GPU computes
 */
public record DeviceRequest(Choice choice, List<Integer> deviceIds, GpuSettings gpu)
    implements Serializable {

  /** The requested execution provider. */
  public enum Choice {
    /** CUDA if it loads, otherwise the CPU, with a warning in the log. */
    AUTO,
    /** The CPU, whatever devices there are. */
    CPU,
    /** CUDA, without a fallback. */
    CUDA,
    /** TensorRT, with CUDA for what it cannot run, without a fallback to the CPU. */
    TENSORRT;

    /** The option's value, in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public DeviceRequest {
    deviceIds = List.copyOf(deviceIds);
    if (deviceIds.isEmpty() || deviceIds.stream().anyMatch(id -> id < 0)) {
      throw new IllegalArgumentException(
          "there must be GPUs, none of a negative id, but they were " + deviceIds);
    }
  }

  /** One device with default settings. */
  public DeviceRequest(Choice choice, int deviceId) {
    this(choice, List.of(deviceId), GpuSettings.USUAL);
  }

  /** The request for the CPU. */
  public static DeviceRequest cpu() {
    return new DeviceRequest(Choice.CPU, 0);
  }

  /**
   * Whether it is clear without loading anything that the CPU runs the model: it is chosen, or may
   * be chosen and there is no NVIDIA driver.
   */
  public boolean meansTheCpu() {
    return choice == Choice.CPU || (choice == Choice.AUTO && !NvidiaCard.isHere());
  }
}

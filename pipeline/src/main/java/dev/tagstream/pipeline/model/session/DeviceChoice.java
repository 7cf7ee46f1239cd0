package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.gpu.NvidiaCard;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the device for a request: of several GPUs, the one with the fewest leases. */
final class DeviceChoice {

  private static final Logger LOG = LoggerFactory.getLogger(DeviceChoice.class);

  /** Leases a session on a device. */
  @FunctionalInterface
  interface Leasing {

    /**
     * Leases a session.
     *
     * @param fallback the reason for not using the preferred device; null without a fallback
     * @throws UnusableDeviceException if the device cannot run the model
     */
    SessionLease on(Device device, @Nullable String fallback);
  }

  private final GpuLeases gpus;

  /** The reasons for fallbacks to the CPU that were already logged. */
  private final Set<String> fallbacks = ConcurrentHashMap.newKeySet();

  DeviceChoice(GpuLeases gpus) {
    this.gpus = gpus;
  }

  /**
   * Leases a session on the requested device, or on the CPU if the request allows a fallback.
   *
   * @throws UnusableDeviceException if the request names a device that cannot run the model
   */
  SessionLease lease(DeviceRequest request, Leasing leasing) {
    return switch (request.choice()) {
      case CPU -> leasing.on(Device.CPU, null);
      case CUDA -> leaseGpu(request, Device::cuda, leasing);
      case TENSORRT -> leaseGpu(request, Device::tensorRt, leasing);
      case AUTO -> leaseGpuOrCpu(request, leasing);
    };
  }

  /** Releases a lease on a device. */
  void giveBack(Device device) {
    if (device.isGpu()) {
      gpus.giveBack(device.id());
    }
  }

  private SessionLease leaseGpuOrCpu(DeviceRequest request, Leasing leasing) {
    try {
      return leaseGpu(request, Device::cuda, leasing);
    } catch (UnusableDeviceException unusable) {
      String reason = String.valueOf(unusable.getMessage());
      warnOfFallback(reason);
      return leasing.on(Device.CPU, reason);
    }
  }

  private SessionLease leaseGpu(
      DeviceRequest request, IntFunction<Device> device, Leasing leasing) {
    int id = gpus.take(request.deviceIds());
    try {
      return leasing.on(device.apply(id), null);
    } catch (RuntimeException | Error refused) {
      gpus.giveBack(id);
      throw refused;
    }
  }

  /**
   * Warns once, and only where a GPU could be meant, because every slot of the process falls back
   * for the same reason.
   */
  private void warnOfFallback(String reason) {
    if (!fallbacks.add(reason)) {
      return;
    }
    if (NvidiaCard.isHere()) {
      LOG.warn("Falling back to the CPU, many times slower: {}", reason);
    } else {
      LOG.info("Running on the CPU: this machine has no NVIDIA driver");
    }
  }
}

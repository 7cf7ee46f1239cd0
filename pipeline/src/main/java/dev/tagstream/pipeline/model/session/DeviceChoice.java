package dev.tagstream.pipeline.model.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which device a request gets: of several GPUs the one with the fewest leases. */
final class DeviceChoice {

  private static final Logger LOG = LoggerFactory.getLogger(DeviceChoice.class);

  /** Leases a session on a device. */
  @FunctionalInterface
  interface Leasing {

    /**
     * Leases it.
     *
     * @param fallback why the device is not what was wished for; null where it is
     * @throws UnusableDeviceException if the device cannot run the model
     */
    SessionLease on(Device device, @Nullable String fallback);
  }

  private final GpuLeases gpus;

  /** Why the CPU had to do, as far as it was told already. */
  private final Set<String> fallbacks = ConcurrentHashMap.newKeySet();

  DeviceChoice(GpuLeases gpus) {
    this.gpus = gpus;
  }

  /**
   * Leases on the device that is asked for, or on the CPU where that is allowed.
   *
   * @throws UnusableDeviceException if a device was asked for by name and cannot run the model
   */
  SessionLease lease(DeviceRequest request, Leasing leasing) {
    return switch (request.choice()) {
      case CPU -> leasing.on(Device.CPU, null);
      case CUDA -> leaseGpu(request, Device::cuda, leasing);
      case TENSORRT -> leaseGpu(request, Device::tensorRt, leasing);
      case AUTO -> leaseGpuOrCpu(request, leasing);
    };
  }

  /** Ends a lease on a device. */
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

  /** Loud, but once: every slot of the process falls back for the same reason. */
  private void warnOfFallback(String reason) {
    if (fallbacks.add(reason)) {
      LOG.warn("Falling back to the CPU, many times slower: {}", reason);
    }
  }
}

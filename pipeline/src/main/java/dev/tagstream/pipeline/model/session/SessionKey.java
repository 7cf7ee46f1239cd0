package dev.tagstream.pipeline.model.session;

/**
 * Leases with equal keys share a session.
 *
 * @param sha256 of the model file
 * @param device the device that runs it
 * @param maxImages the largest batch, which determines a GPU's batch sizes; 0 on the CPU, which
 *     accepts any
 * @param gpu how a GPU computes
 */
record SessionKey(String sha256, Device device, int maxImages, GpuSettings gpu) {

  static SessionKey of(String sha256, Device device, int maxImages, GpuSettings gpu) {
    return new SessionKey(sha256, device, device.isGpu() ? maxImages : 0, gpu);
  }
}

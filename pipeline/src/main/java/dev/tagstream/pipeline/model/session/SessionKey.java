package dev.tagstream.pipeline.model.session;

/**
 * What makes two leases share a session.
 *
 * @param sha256 of the model file
 * @param device where it runs
 * @param maxImages the largest batch, on which a GPU's batch sizes depend; 0 on the CPU, which
 *     takes any
 * @param gpu how a GPU computes
 */
record SessionKey(String sha256, Device device, int maxImages, GpuSettings gpu) {

  static SessionKey of(String sha256, Device device, int maxImages, GpuSettings gpu) {
    return new SessionKey(sha256, device, device.isGpu() ? maxImages : 0, gpu);
  }
}

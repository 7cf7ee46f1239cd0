package dev.tagstream.pipeline.gpu;

/** Device memory that grows on demand; growing discards its content. */
final class DeviceBuffer implements AutoCloseable {

  private final Gpu gpu;
  private long address;
  private long capacity;

  DeviceBuffer(Gpu gpu) {
    this.gpu = gpu;
  }

  /**
   * Makes room. The GPU must be current, and nothing may be using the buffer.
   *
   * @return the address of at least so many bytes
   */
  long require(long bytes) {
    if (bytes > capacity) {
      close();
      address = gpu.allocate(bytes);
      capacity = bytes;
    }
    return address;
  }

  @Override
  public void close() {
    if (capacity > 0) {
      capacity = 0;
      gpu.free(address);
    }
  }
}

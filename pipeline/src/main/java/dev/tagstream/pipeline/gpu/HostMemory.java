package dev.tagstream.pipeline.gpu;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allocates direct buffers in native byte order. A GPU copies pinned buffers directly, without the
 * driver's intermediate buffer, while the caller continues. Safe for use by several threads.
 */
public abstract sealed class HostMemory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HostMemory.class);

  private HostMemory() {}

  /** Memory that is not pinned. */
  public static HostMemory pageable() {
    return new Pageable();
  }

  /**
   * Memory pinned for a GPU. If the driver cannot pin it, it stays unpinned and the log gets a
   * warning; not if there is no driver.
   *
   * @param card from 0
   */
  public static HostMemory pinned(int card) {
    try {
      return pinned(Gpu.open(card));
    } catch (GpuException unusable) {
      // without a driver there are no copies, and whoever opens the session says so
      if (NvidiaCard.isHere()) {
        LOG.warn("Copies to card {} run without pinned memory: {}", card, unusable.getMessage());
      }
      return new Pageable();
    }
  }

  /** Memory pinned for a GPU, which is closed with it. */
  static HostMemory pinned(Gpu gpu) {
    return new Pinned(gpu);
  }

  /**
   * Allocates a buffer.
   *
   * @param bytes its capacity, at least 1
   */
  public abstract ByteBuffer allocate(int bytes);

  /** Frees a buffer; nobody may use it afterwards. */
  public abstract void free(ByteBuffer buffer);

  /** Releases the GPU; all buffers must have been freed. */
  @Override
  public void close() {}

  private static final class Pageable extends HostMemory {

    @Override
    public ByteBuffer allocate(int bytes) {
      return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void free(ByteBuffer buffer) {
      // the garbage collector frees it
    }
  }

  private static final class Pinned extends HostMemory {

    private final Gpu gpu;

    /** The buffers that the driver has pinned; guarded by itself. */
    private final Set<ByteBuffer> registered = Collections.newSetFromMap(new IdentityHashMap<>());

    Pinned(Gpu gpu) {
      this.gpu = gpu;
    }

    @Override
    public ByteBuffer allocate(int bytes) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
      gpu.makeCurrent();
      try {
        gpu.check(
            gpu.driver()
                .cuMemHostRegister_v2(
                    Native.getDirectBufferPointer(buffer),
                    bytes,
                    CudaDriver.HOST_REGISTER_PORTABLE),
            "cuMemHostRegister of %d bytes".formatted(bytes));
      } catch (GpuException refused) {
        LOG.warn("Copies of a batch run without pinned memory: {}", refused.getMessage());
        return buffer;
      }
      synchronized (registered) {
        registered.add(buffer);
      }
      return buffer;
    }

    @Override
    public void free(ByteBuffer buffer) {
      synchronized (registered) {
        if (!registered.remove(buffer)) {
          return;
        }
      }
      gpu.makeCurrent();
      gpu.check(
          gpu.driver().cuMemHostUnregister(Native.getDirectBufferPointer(buffer)),
          "cuMemHostUnregister");
    }

    @Override
    public void close() {
      gpu.close();
    }
  }
}

package dev.tagstream.pipeline.gpu;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** Pinned host memory that grows on demand; growing discards its content. */
final class HostBuffer implements AutoCloseable {

  private final HostMemory memory;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

  HostBuffer(HostMemory memory) {
    this.memory = memory;
  }

  /** An empty buffer for at least so many bytes, with its limit at {@code bytes}. */
  ByteBuffer require(int bytes) {
    if (bytes > buffer.capacity()) {
      close();
      buffer = memory.allocate(bytes);
    }
    return buffer.clear().limit(bytes);
  }

  /** The address of the buffer. */
  Pointer pointer() {
    return Native.getDirectBufferPointer(buffer);
  }

  @Override
  public void close() {
    if (buffer.capacity() > 0) {
      memory.free(buffer);
      buffer = ByteBuffer.allocateDirect(0);
    }
  }
}

package dev.tagstream.pipeline.gpu;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Stands in for the driver's library on a machine without a GPU: it answers as a driver with a
 * number of cards, and remembers which memory it has pinned.
 */
final class StandInDriver {

  private static final int OUT_OF_MEMORY = 2;
  private static final int NOT_REGISTERED = 713;

  /** The addresses of pinned buffers. */
  final Set<Pointer> pinned = new LinkedHashSet<>();

  /** What {@code cuInit} returns. */
  int started = CudaDriver.SUCCESS;

  int cards;

  /** Whether there is memory that it can pin. */
  boolean pins = true;

  /** Whether the context of its card is released. */
  boolean released;

  /** Its functions; each that is not used here succeeds and does nothing. */
  CudaDriver functions() {
    return (CudaDriver)
        Proxy.newProxyInstance(
            CudaDriver.class.getClassLoader(),
            new Class<?>[] {CudaDriver.class},
            (proxy, function, arguments) -> call(function.getName(), arguments));
  }

  private int call(String function, Object[] arguments) {
    return switch (function) {
      case "cuInit" -> started;
      case "cuDeviceGetCount" -> {
        ((IntByReference) arguments[0]).setValue(cards);
        yield CudaDriver.SUCCESS;
      }
      case "cuMemHostRegister_v2" ->
          pins && pinned.add((Pointer) arguments[0]) ? CudaDriver.SUCCESS : OUT_OF_MEMORY;
      case "cuMemHostUnregister" ->
          pinned.remove((Pointer) arguments[0]) ? CudaDriver.SUCCESS : NOT_REGISTERED;
      case "cuDevicePrimaryCtxRelease_v2" -> {
        released = true;
        yield CudaDriver.SUCCESS;
      }
      case "cuGetErrorName" -> {
        ((PointerByReference) arguments[1]).setValue(text("CUDA_ERROR_" + arguments[0]));
        yield CudaDriver.SUCCESS;
      }
      default -> CudaDriver.SUCCESS;
    };
  }

  private static Pointer text(String text) {
    byte[] bytes = (text + "\0").getBytes(StandardCharsets.US_ASCII);
    Memory memory = new Memory(bytes.length);
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }
}

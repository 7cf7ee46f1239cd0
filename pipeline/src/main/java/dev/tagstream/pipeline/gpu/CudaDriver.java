package dev.tagstream.pipeline.gpu;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * The functions of CUDA's driver API that Tagstream calls, by their own names; all return a
 * CUresult. Addresses in device memory are longs, handles are pointers.
 */
interface CudaDriver extends Library {

  /** The file name of the library in the driver's package. */
  String LIBRARY = "libcuda.so.1";

  int SUCCESS = 0;
  int NO_DEVICE = 100;
  int HOST_REGISTER_PORTABLE = 1;
  int STREAM_NON_BLOCKING = 1;

  /** A thread that waits for the GPU sleeps instead of polling. */
  int SCHEDULE_BLOCKING_SYNC = 4;

  int COMPUTE_CAPABILITY_MAJOR = 75;
  int COMPUTE_CAPABILITY_MINOR = 76;

  int cuInit(int flags);

  int cuDeviceGetCount(IntByReference count);

  int cuDeviceGet(IntByReference device, int ordinal);

  int cuDeviceGetAttribute(IntByReference value, int attribute, int device);

  int cuDevicePrimaryCtxSetFlags_v2(int device, int flags);

  int cuDevicePrimaryCtxRetain(PointerByReference context, int device);

  int cuDevicePrimaryCtxRelease_v2(int device);

  int cuCtxSetCurrent(Pointer context);

  int cuMemAlloc_v2(LongByReference address, long bytes);

  int cuMemFree_v2(long address);

  int cuMemHostRegister_v2(Pointer address, long bytes, int flags);

  int cuMemHostUnregister(Pointer address);

  int cuMemcpyHtoDAsync_v2(long to, Pointer from, long bytes, Pointer stream);

  int cuMemcpyDtoHAsync_v2(Pointer to, long from, long bytes, Pointer stream);

  int cuStreamCreate(PointerByReference stream, int flags);

  int cuStreamSynchronize(Pointer stream);

  int cuStreamDestroy_v2(Pointer stream);

  int cuModuleLoadData(PointerByReference module, Pointer image);

  int cuModuleGetFunction(PointerByReference function, Pointer module, String name);

  int cuModuleUnload(Pointer module);

  int cuLaunchKernel(
      Pointer function,
      int gridX,
      int gridY,
      int gridZ,
      int blockX,
      int blockY,
      int blockZ,
      int sharedBytes,
      Pointer stream,
      Pointer parameters,
      @Nullable Pointer extra);

  int cuGetErrorName(int error, PointerByReference name);

  /**
   * Loads the driver's library.
   *
   * @throws GpuException if this machine has none
   */
  static CudaDriver load() {
    try {
      return Native.load(LIBRARY, CudaDriver.class);
    } catch (LinkageError missing) {
      throw new GpuException(
          "%s does not load: %s; install the NVIDIA driver"
              .formatted(LIBRARY, GpuException.firstLine(missing)),
          missing);
    }
  }
}

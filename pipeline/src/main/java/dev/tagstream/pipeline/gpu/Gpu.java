package dev.tagstream.pipeline.gpu;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * One GPU, by its primary context: the one that ONNX Runtime and nvJPEG use as well. Safe for use
 * by several threads; each makes the context current before its first call.
 */
final class Gpu implements AutoCloseable {

  private final CudaDriver driver;
  private final int device;
  private final Pointer context;

  private Gpu(CudaDriver driver, int device, Pointer context) {
    this.driver = driver;
    this.device = device;
    this.context = context;
  }

  /**
   * Opens a GPU. Threads of this process that wait for it sleep, those of ONNX Runtime as well.
   *
   * @param id from 0
   * @throws GpuException if there is no driver or no such GPU
   */
  static Gpu open(int id) {
    return open(CudaDriver.load(), id);
  }

  /** Opens a GPU of a driver that is loaded. */
  static Gpu open(CudaDriver driver, int id) {
    check(driver, driver.cuInit(0), "cuInit");
    IntByReference device = new IntByReference();
    check(driver, driver.cuDeviceGet(device, id), "cuDeviceGet of card " + id);
    PointerByReference context = new PointerByReference();
    // best effort: threads that wait poll instead, if the context is in use already
    driver.cuDevicePrimaryCtxSetFlags_v2(device.getValue(), CudaDriver.SCHEDULE_BLOCKING_SYNC);
    check(
        driver,
        driver.cuDevicePrimaryCtxRetain(context, device.getValue()),
        "cuDevicePrimaryCtxRetain of card " + id);
    return new Gpu(driver, device.getValue(), context.getValue());
  }

  /**
   * Counts the GPUs that this process may use.
   *
   * @throws GpuException if the driver does not start
   */
  static int count(CudaDriver driver) {
    int started = driver.cuInit(0);
    if (started == CudaDriver.NO_DEVICE) {
      return 0;
    }
    check(driver, started, "cuInit");
    IntByReference count = new IntByReference();
    check(driver, driver.cuDeviceGetCount(count), "cuDeviceGetCount");
    return count.getValue();
  }

  CudaDriver driver() {
    return driver;
  }

  /** Makes the GPU current for the calling thread. */
  void makeCurrent() {
    check(driver.cuCtxSetCurrent(context), "cuCtxSetCurrent");
  }

  /** The architecture for the compiler, such as {@code sm_90}. */
  String architecture() {
    return "sm_%d%d"
        .formatted(
            attribute(CudaDriver.COMPUTE_CAPABILITY_MAJOR),
            attribute(CudaDriver.COMPUTE_CAPABILITY_MINOR));
  }

  private int attribute(int attribute) {
    IntByReference value = new IntByReference();
    check(driver.cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
    return value.getValue();
  }

  /**
   * Allocates device memory.
   *
   * @return its address
   */
  long allocate(long bytes) {
    LongByReference address = new LongByReference();
    check(driver.cuMemAlloc_v2(address, bytes), "cuMemAlloc of %d bytes".formatted(bytes));
    return address.getValue();
  }

  void free(long address) {
    check(driver.cuMemFree_v2(address), "cuMemFree");
  }

  /** Creates a stream, which runs beside others. */
  Pointer createStream() {
    PointerByReference stream = new PointerByReference();
    check(driver.cuStreamCreate(stream, CudaDriver.STREAM_NON_BLOCKING), "cuStreamCreate");
    return stream.getValue();
  }

  /**
   * Throws if a call failed.
   *
   * @param result the call's return value
   * @param call its name, for the message
   */
  void check(int result, String call) {
    check(driver, result, call);
  }

  private static void check(CudaDriver driver, int result, String call) {
    if (result != CudaDriver.SUCCESS) {
      throw new GpuException("%s failed: %s (%d)".formatted(call, name(driver, result), result));
    }
  }

  private static String name(CudaDriver driver, int result) {
    PointerByReference name = new PointerByReference();
    return driver.cuGetErrorName(result, name) == CudaDriver.SUCCESS
        ? name.getValue().getString(0)
        : "unknown";
  }

  @Override
  public void close() {
    check(driver.cuDevicePrimaryCtxRelease_v2(device), "cuDevicePrimaryCtxRelease");
  }
}

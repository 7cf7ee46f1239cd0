package dev.tagstream.pipeline.gpu;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Locale;

/**
 * nvJPEG, opened on the current GPU.
 *
 * @param functions of the library
 * @param handle its own
 */
record NvJpegHandle(NvJpeg functions, Pointer handle) implements AutoCloseable {

  /** The decoders, as in nvjpegBackend_t; fastest first. */
  enum Backend {
    /** The JPEG units of the GPU. */
    HARDWARE(3),
    /** The multiprocessors of the GPU. */
    GPU_HYBRID(2);

    private final int number;

    Backend(int number) {
      this.number = number;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Opens nvJPEG.
   *
   * @throws GpuException if the library is not found or the GPU lacks the backend
   */
  static NvJpegHandle create(Backend backend) {
    NvJpeg functions = GpuLibraries.load("nvjpeg", NvJpeg.class);
    PointerByReference handle = new PointerByReference();
    int status = functions.nvjpegCreateEx(backend.number, null, null, 0, handle);
    if (status != NvJpeg.SUCCESS) {
      throw new GpuException("nvjpegCreateEx failed: " + NvJpeg.name(status));
    }
    return new NvJpegHandle(functions, handle.getValue());
  }

  @Override
  public void close() {
    functions.nvjpegDestroy(handle);
  }
}

package dev.tagstream.pipeline.gpu;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/** The functions of nvJPEG that Tagstream calls; all return an nvjpegStatus_t. */
interface NvJpeg extends Library {

  int SUCCESS = 0;

  /** nvjpegOutputFormat_t: the planes as they are. */
  int OUTPUT_YUV = 1;

  /** Pointers and pitches of an nvjpegImage_t. */
  int CHANNELS = 4;

  int nvjpegCreateEx(
      int backend,
      @Nullable Pointer deviceAllocator,
      @Nullable Pointer pinnedAllocator,
      int flags,
      PointerByReference handle);

  int nvjpegDestroy(Pointer handle);

  int nvjpegJpegStateCreate(Pointer handle, PointerByReference state);

  int nvjpegJpegStateDestroy(Pointer state);

  int nvjpegDecodeBatchedInitialize(
      Pointer handle, Pointer state, int batchSize, int maxCpuThreads, int outputFormat);

  int nvjpegDecodeBatched(
      Pointer handle,
      Pointer state,
      Pointer data,
      Pointer lengths,
      Pointer destinations,
      Pointer stream);

  /** The name of a status, as nvjpeg.h has it. */
  static String name(int status) {
    return switch (status) {
      case 1 -> "NVJPEG_STATUS_NOT_INITIALIZED";
      case 2 -> "NVJPEG_STATUS_INVALID_PARAMETER";
      case 3 -> "NVJPEG_STATUS_BAD_JPEG";
      case 4 -> "NVJPEG_STATUS_JPEG_NOT_SUPPORTED";
      case 5 -> "NVJPEG_STATUS_ALLOCATOR_FAILURE";
      case 6 -> "NVJPEG_STATUS_EXECUTION_FAILED";
      case 7 -> "NVJPEG_STATUS_ARCH_MISMATCH";
      case 8 -> "NVJPEG_STATUS_INTERNAL_ERROR";
      case 9 -> "NVJPEG_STATUS_IMPLEMENTATION_NOT_SUPPORTED";
      case 10 -> "NVJPEG_STATUS_INCOMPLETE_BITSTREAM";
      default -> "nvJPEG status " + status;
    };
  }
}

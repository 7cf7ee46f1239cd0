package dev.tagstream.pipeline.image.opencv;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.ErrorCallback;

/**
 * Keeps OpenCV from writing to the standard error stream for every corrupt image; the reject has
 * the reason. Its Java classes lack {@code cv::utils::logging::setLogLevel}, so the function is
 * called by its symbol. If the symbol is missing, OpenCV logs as {@code OPENCV_LOG_LEVEL} says.
 */
final class OpenCvLog {

  private static final String SET_LOG_LEVEL = "_ZN2cv5utils7logging11setLogLevelENS1_8LogLevelE";
  private static final int LOG_LEVEL_SILENT = 0;
  private static final BytePointer NONE = new BytePointer();

  private OpenCvLog() {}

  static void silence() {
    Loader.load(opencv_core.class);
    Pointer setLogLevel = Loader.addressof(SET_LOG_LEVEL);
    if (setLogLevel == null) {
      return;
    }
    // a callback consists of a function's address and a Java object, which is not needed here
    try (PointerPointer<Pointer> callback = new PointerPointer<>(2)) {
      callback.put(0, setLogLevel).put(1, (Pointer) null);
      new IntFunction(callback).call(LOG_LEVEL_SILENT, NONE, NONE, NONE, 0, null);
    }
  }

  /** A native function whose first argument is an int; it never sees the others. */
  private static final class IntFunction extends ErrorCallback {
    IntFunction(Pointer address) {
      super(address);
    }
  }
}

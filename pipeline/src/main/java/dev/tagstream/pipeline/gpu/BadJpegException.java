package dev.tagstream.pipeline.gpu;

/** nvJPEG refuses a batch because it cannot decode one of its images. */
final class BadJpegException extends Exception {

  private static final long serialVersionUID = 1L;

  BadJpegException(String message) {
    super(message);
  }
}

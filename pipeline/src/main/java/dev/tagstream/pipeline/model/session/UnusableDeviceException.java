package dev.tagstream.pipeline.model.session;

import org.jspecify.annotations.Nullable;

/**
 * A requested device cannot run the model. The message is one line: the device, the missing part in
 * ONNX Runtime's own words, and what to do.
 */
public final class UnusableDeviceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnusableDeviceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package dev.tagstream.pipeline.model.session;

import org.jspecify.annotations.Nullable;

/**
 * A device that was asked for by name but cannot run the model. The message is one line: the
 * device, what is missing in ONNX Runtime's own words, and what to do.
 */
public final class UnusableDeviceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnusableDeviceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package dev.tagstream.pipeline.objects.s3;

import java.io.IOException;

/** S3 gave another answer than the object. */
public final class S3StatusException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;

  S3StatusException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The status of HTTP, such as 404. */
  public int status() {
    return status;
  }
}

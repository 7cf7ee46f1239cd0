package dev.tagstream.pipeline.objects.s3;

import java.io.IOException;

/** S3 responded with a status other than 200. */
public final class S3StatusException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;

  S3StatusException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status, such as 404. */
  public int status() {
    return status;
  }
}

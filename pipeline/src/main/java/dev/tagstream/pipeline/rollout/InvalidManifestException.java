package dev.tagstream.pipeline.rollout;

import java.io.IOException;

/** A manifest breaks a rule; the message is one line without the manifest's place. */
public final class InvalidManifestException extends IOException {

  private static final long serialVersionUID = 1L;

  public InvalidManifestException(String message) {
    super(message);
  }
}

package dev.tagstream.pipeline.objects.read;

import java.io.IOException;

/** An archive or table is not what its name says; the message is one line: the rule, the value. */
final class MalformedObjectException extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedObjectException(String message) {
    super(message);
  }
}

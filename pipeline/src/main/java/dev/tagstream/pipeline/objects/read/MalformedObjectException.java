package dev.tagstream.pipeline.objects.read;

import java.io.IOException;

/**
 * An archive or table does not have the format in its name. The message is one line: the rule and
 * the value.
 */
final class MalformedObjectException extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedObjectException(String message) {
    super(message);
  }
}

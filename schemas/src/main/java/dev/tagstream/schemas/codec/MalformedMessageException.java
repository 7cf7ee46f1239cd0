package dev.tagstream.schemas.codec;

/**
 * The bytes are not one record in single-object encoding. Common with untrusted input, so it
 * carries no stack trace.
 */
public final class MalformedMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedMessageException(String detail) {
    super(detail, null, false, false);
  }
}

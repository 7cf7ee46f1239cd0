package dev.tagstream.schemas.codec;

/**
 * These bytes are not one record in single-object encoding. Expected in the field, so it carries no
 * stack trace.
 */
public final class MalformedMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedMessageException(String detail) {
    super(detail, null, false, false);
  }
}

package dev.tagstream.sql.model;

/** An image cannot be tagged, and the model's options ask for a failure then. */
final class BadImageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BadImageException(String message) {
    super(message);
  }
}

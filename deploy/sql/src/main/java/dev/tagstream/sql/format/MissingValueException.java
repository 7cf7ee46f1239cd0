package dev.tagstream.sql.format;

/** A row lacks a value that every reader of its record needs. */
final class MissingValueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MissingValueException(String message) {
    super(message);
  }
}

package dev.tagstream.schemas.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Metadata that breaks a rule of the format. The message is one line: the file, the field, the rule
 * and the value.
 */
public final class InvalidContractException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidContractException(String message) {
    this(message, null);
  }

  public InvalidContractException(String message, @Nullable Throwable cause) {
    super(OneLine.of(message), cause);
  }

  /** The message: the file, the field, the rule and the value in one line. */
  public String line() {
    return Objects.requireNonNull(getMessage());
  }
}

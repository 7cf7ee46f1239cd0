package dev.tagstream.export.problem;

import dev.tagstream.schemas.model.OneLine;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The user's files or wishes cannot be followed; the message is the one line to show: place, rule
 * and value, and what to do.
 *
 * <p>Messages quote names out of files nobody trusts: they become {@link OneLine} here, once for
 * all.
 */
public final class ExportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ExportException(String message) {
    this(message, null);
  }

  public ExportException(String message, @Nullable Throwable cause) {
    super(OneLine.of(message), cause);
  }

  /** A problem with a file: {@code resnet50.pth: fc.bias is missing}. */
  public static ExportException in(Path file, String problem) {
    return new ExportException(file + ": " + problem);
  }

  /** A problem with a file that another exception told of. */
  public static ExportException in(Path file, String problem, Throwable cause) {
    return new ExportException(file + ": " + problem, cause);
  }
}

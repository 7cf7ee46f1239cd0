package dev.tagstream.export.problem;

import dev.tagstream.schemas.model.OneLine;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file or a request of the user is invalid. The message is one line for the user: place, rule,
 * value, and what to do.
 *
 * <p>Messages quote names from untrusted files; {@link OneLine} makes them safe here, once for all.
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

  /** A problem with a file, caused by another exception. */
  public static ExportException in(Path file, String problem, Throwable cause) {
    return new ExportException(file + ": " + problem, cause);
  }
}

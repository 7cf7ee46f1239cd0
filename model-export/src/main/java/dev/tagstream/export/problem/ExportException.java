package dev.tagstream.export.problem;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The user's files or wishes cannot be followed; the message is the one line to show: place, rule
 * and value, and what to do.
 *
 * <p>Messages quote names out of files nobody trusts, so control characters are replaced and the
 * length is bounded here, once for all.
 */
public final class ExportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Longer lines help nobody; a name inside a hostile file can be of any length. */
  private static final int MAX_MESSAGE_LENGTH = 1000;

  public ExportException(String message) {
    this(message, null);
  }

  public ExportException(String message, @Nullable Throwable cause) {
    super(oneLine(message), cause);
  }

  /** A problem with a file: {@code resnet50.pth: fc.bias is missing}. */
  public static ExportException in(Path file, String problem) {
    return new ExportException(file + ": " + problem);
  }

  /** A problem with a file that another exception told of. */
  public static ExportException in(Path file, String problem, Throwable cause) {
    return new ExportException(file + ": " + problem, cause);
  }

  private static String oneLine(String message) {
    String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MAX_MESSAGE_LENGTH
        ? line
        : line.substring(0, MAX_MESSAGE_LENGTH) + "...";
  }
}

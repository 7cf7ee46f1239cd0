package dev.tagstream.cli.log;

import dev.tagstream.console.Printable;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Writes each warning or error as one line, such as {@code WARN DeviceChoice: …}. */
final class WarningsLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1L;

  private final transient PrintStream out;

  /**
   * A logger.
   *
   * @param name of the class that logs
   */
  WarningsLogger(String name, PrintStream out) {
    this.name = name;
    this.out = out;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable cause) {
    String message = MessageFormatter.basicArrayFormat(pattern, arguments);
    String logger = name.substring(name.lastIndexOf('.') + 1);
    out.println(Printable.line("%s %s: %s".formatted(level, logger, message)));
  }
}

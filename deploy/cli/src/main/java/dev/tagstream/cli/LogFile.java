package dev.tagstream.cli;

import dev.tagstream.cli.log.WarningsProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.Reporter;
import picocli.CommandLine.ExitCode;

/**
 * The complete log, in a file that is kept only after a failure. Its name and the console's level
 * must be set before the first logger is created; {@code log4j2.xml} reads them.
 */
final class LogFile {

  static final String VERBOSE = "--verbose";
  static final String VERBOSE_SHORT = "-v";

  private static final String FILE_PROPERTY = "tagstream.log.file";
  private static final String LEVEL_PROPERTY = "tagstream.log.console";

  /** A short command that logs without starting a logging framework. */
  private static final String BRIEF_COMMAND = "tag";

  private LogFile() {}

  /** Sets the targets of logs. */
  static void configure(String[] arguments) {
    Path file = create();
    System.setProperty(FILE_PROPERTY, file.toString());
    List<String> all = List.of(arguments);
    if (all.contains(VERBOSE) || all.contains(VERBOSE_SHORT)) {
      System.setProperty(LEVEL_PROPERTY, "INFO");
    } else if (!all.isEmpty() && all.get(0).equals(BRIEF_COMMAND)) {
      System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, WarningsProvider.class.getName());
      System.setProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY, "WARN");
    }
  }

  /** A file that only its owner can read, with an unpredictable name. */
  private static Path create() {
    try {
      return Files.createTempFile("tagstream-", ".log");
    } catch (IOException e) {
      // the command itself may not need this folder; the logger reports that it cannot write
      return Path.of(System.getProperty("java.io.tmpdir"), "tagstream.log");
    }
  }

  /** Prints the name of the log of a command that failed; deletes any other. */
  static void end(int exitCode) {
    Path file = Path.of(System.getProperty(FILE_PROPERTY));
    if (exitCode == ExitCode.SOFTWARE && hasText(file)) {
      System.err.println("the whole log is in " + file);
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.err.println("cannot delete " + file);
    }
  }

  private static boolean hasText(Path file) {
    try {
      return Files.size(file) > 0;
    } catch (IOException e) {
      return false;
    }
  }
}

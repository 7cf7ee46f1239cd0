package dev.tagstream.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The whole log, in a file that only stays when the command fails. What it is to be called and how
 * much the console gets must be settled before the first logger is made; {@code log4j2.xml} reads
 * it.
 */
final class LogFile {

  static final String VERBOSE = "--verbose";
  static final String VERBOSE_SHORT = "-v";

  private static final String FILE_PROPERTY = "tagstream.log.file";
  private static final String LEVEL_PROPERTY = "tagstream.log.console";

  private LogFile() {}

  /** Settles where logs go. */
  static void configure(String[] arguments) {
    Path file =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "tagstream-%d.log".formatted(ProcessHandle.current().pid()));
    System.setProperty(FILE_PROPERTY, file.toString());
    List<String> all = List.of(arguments);
    if (all.contains(VERBOSE) || all.contains(VERBOSE_SHORT)) {
      System.setProperty(LEVEL_PROPERTY, "INFO");
    }
  }

  /** A line that names the log file; empty if there is none. */
  static String hint() {
    Path file = path();
    return Files.exists(file) ? "the whole log is in " + file : "";
  }

  /** Deletes the log of a command that did what was asked. */
  static void deleteAfter(int exitCode) {
    if (exitCode == 0) {
      try {
        Files.deleteIfExists(path());
      } catch (IOException e) {
        System.err.println("cannot delete " + path());
      }
    }
  }

  private static Path path() {
    return Path.of(System.getProperty(FILE_PROPERTY, "tagstream.log"));
  }
}

package dev.tagstream.pipeline.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A properties file in UTF-8. */
public final class PropertiesFile {

  /** Programs of Windows begin a text in UTF-8 with it; it is no part of the first name. */
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private PropertiesFile() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or is not UTF-8
   * @throws IllegalArgumentException if it has a malformed escape
   */
  public static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      reader.mark(1);
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
      properties.load(reader);
    }
    return properties;
  }
}

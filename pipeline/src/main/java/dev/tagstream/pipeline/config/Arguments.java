package dev.tagstream.pipeline.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;

/**
 * The job's command line: {@code --key value} for any option, and {@code --config FILE} for a Java
 * properties file of options. A later argument overrides an earlier one.
 */
public final class Arguments {

  private static final String DASHES = "--";
  private static final String CONFIG = "config";

  private Arguments() {}

  /**
   * Reads the command line.
   *
   * @throws InvalidConfigException if the arguments are not pairs, a key is not an option of the
   *     job, a value may be a secret, or the file cannot be read
   */
  public static Configuration parse(String... arguments) {
    Configuration settings = new Configuration();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!arguments[i].startsWith(DASHES) || i + 1 == arguments.length) {
        throw new InvalidConfigException(
            "arguments must be pairs of --key value but '%s' is not".formatted(arguments[i]));
      }
      String key = arguments[i].substring(DASHES.length());
      if (key.equals(CONFIG)) {
        addFile(settings, Path.of(arguments[i + 1]));
      } else {
        refuseSecret(key, arguments[i + 1]);
        add(settings, key, arguments[i + 1]);
      }
    }
    return settings;
  }

  private static void refuseSecret(String key, String value) {
    if (ClientProperties.isSecretArgument(key, value)) {
      throw new InvalidConfigException(
          "--%s may be a secret, and others can read a command line; put it into a properties file and name that with --config"
              .formatted(key));
    }
  }

  private static void addFile(Configuration settings, Path file) {
    Properties properties;
    try {
      properties = PropertiesFile.read(file);
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new InvalidConfigException(
          "--config must be a readable properties file but was '%s'".formatted(file));
    }
    properties
        .stringPropertyNames()
        .forEach(key -> add(settings, key, properties.getProperty(key)));
  }

  private static void add(Configuration settings, String key, String value) {
    if (!key.startsWith(TaggingOptions.PREFIX)) {
      throw new InvalidConfigException(
          "%s is not an option: every option begins with %s".formatted(key, TaggingOptions.PREFIX));
    }
    settings.setString(key, value);
  }
}

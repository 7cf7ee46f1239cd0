package dev.tagstream.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/**
 * The output of {@code tagstream --version}: its own version and those of its main dependencies.
 */
final class Versions implements IVersionProvider {

  /** The resource that the build fills in. */
  private static final String FILE = "versions.properties";

  @Override
  public String[] getVersion() {
    Properties versions = read();
    return new String[] {
      "tagstream " + versions.getProperty("tagstream"),
      "Flink %s, Kafka %s, ONNX Runtime %s, Java %s"
          .formatted(
              versions.getProperty("flink"),
              versions.getProperty("kafka"),
              versions.getProperty("onnxruntime"),
              Runtime.version())
    };
  }

  private static Properties read() {
    Properties versions = new Properties();
    try (InputStream file = Objects.requireNonNull(Versions.class.getResourceAsStream(FILE))) {
      versions.load(file);
      return versions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

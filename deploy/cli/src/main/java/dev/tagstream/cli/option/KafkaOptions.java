package dev.tagstream.cli.option;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.config.ClientProperties;
import dev.tagstream.pipeline.config.PropertiesFile;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the connection to a Kafka cluster. */
public final class KafkaOptions {

  /** With it, a producer takes no record outside of a transaction. */
  private static final String TRANSACTIONAL_ID = "transactional.id";

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,...",
      defaultValue = "localhost:9092",
      description = "The Kafka brokers to connect to first. Default: ${DEFAULT-VALUE}")
  private String bootstrapServers = "";

  @Option(
      names = "--client-property",
      paramLabel = "NAME=VALUE",
      description =
          "A property of the Kafka clients, for SASL and TLS, but no password. You can repeat this"
              + " option.")
  private Map<String, String> clientProperties = new LinkedHashMap<>();

  @Option(
      names = "--client-config",
      paramLabel = "FILE",
      description =
          "A properties file for the Kafka clients. Put passwords here: other users of the"
              + " machine can read a command line. --client-property overrides the file.")
  private @Nullable Path clientConfig;

  public KafkaConnection connection() {
    Map<String, String> all = new LinkedHashMap<>();
    if (clientConfig != null) {
      Properties file = read(clientConfig);
      file.stringPropertyNames().forEach(name -> all.put(name, file.getProperty(name)));
    }
    clientProperties.keySet().forEach(KafkaOptions::refuseSecret);
    all.putAll(clientProperties);
    if (all.containsKey(TRANSACTIONAL_ID)) {
      throw new UserErrorException(
          TRANSACTIONAL_ID + " is not a property for all clients of a command; leave it out");
    }
    return new KafkaConnection(bootstrapServers, all);
  }

  private static void refuseSecret(String name) {
    if (ClientProperties.isSecret(name)) {
      throw new UserErrorException(
          "--client-property %s may be a secret, and others can read a command line; put it into a properties file and name that with --client-config"
              .formatted(name));
    }
  }

  private static Properties read(Path file) {
    try {
      return PropertiesFile.read(file);
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new UserErrorException(
          "--client-config must be a readable properties file but was '%s'".formatted(file));
    }
  }
}

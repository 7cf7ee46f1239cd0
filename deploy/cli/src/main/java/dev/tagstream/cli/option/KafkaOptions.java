package dev.tagstream.cli.option;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a Kafka cluster that runs elsewhere is reached. */
public final class KafkaOptions {

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,...",
      defaultValue = "localhost:9092",
      description = "Kafka brokers to begin with. Default: ${DEFAULT-VALUE}")
  private String bootstrapServers = "";

  @Option(
      names = "--client-property",
      paramLabel = "NAME=VALUE",
      description = "A property of Kafka clients, for SASL and TLS. May be given several times.")
  private Map<String, String> clientProperties = new LinkedHashMap<>();

  @Option(
      names = "--client-config",
      paramLabel = "FILE",
      description =
          "A properties file of such properties: passwords belong there, since a command line can"
              + " be read by others. --client-property wins over it.")
  private @Nullable Path clientConfig;

  public KafkaConnection connection() {
    Map<String, String> all = new LinkedHashMap<>();
    if (clientConfig != null) {
      Properties file = read(clientConfig);
      file.stringPropertyNames().forEach(name -> all.put(name, file.getProperty(name)));
    }
    all.putAll(clientProperties);
    return new KafkaConnection(bootstrapServers, all);
  }

  private static Properties read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      return properties;
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new UserErrorException(
          "--client-config must be a readable properties file but was '%s'".formatted(file));
    }
  }
}

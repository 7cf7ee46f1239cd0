package dev.tagstream.local;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a Kafka cluster that runs elsewhere is reached. */
final class KafkaOptions {

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

  KafkaConnection connection() {
    return new KafkaConnection(bootstrapServers, clientProperties);
  }
}

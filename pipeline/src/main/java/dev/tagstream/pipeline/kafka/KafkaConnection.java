package dev.tagstream.pipeline.kafka;

import dev.tagstream.pipeline.config.KafkaConfig;
import java.util.HashMap;
import java.util.Map;

/**
 * How clients reach a Kafka cluster.
 *
 * @param bootstrapServers brokers to begin with, {@code host:port[,host:port...]}
 * @param clientProperties properties for all clients, for SASL and TLS
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> clientProperties) {

  public KafkaConnection {
    clientProperties = Map.copyOf(clientProperties);
  }

  /** A cluster that asks for nothing. */
  public static KafkaConnection to(String bootstrapServers) {
    return new KafkaConnection(bootstrapServers, Map.of());
  }

  /** The cluster that the job is configured for. */
  static KafkaConnection of(KafkaConfig config) {
    return new KafkaConnection(config.bootstrapServers(), config.properties().common());
  }

  /** The properties of one client: these and the connection's. */
  public Map<String, Object> with(Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.putAll(clientProperties);
    all.put("bootstrap.servers", bootstrapServers);
    return all;
  }

  /** The address; properties may hold passwords. */
  @Override
  public String toString() {
    return "KafkaConnection[bootstrapServers=%s]".formatted(bootstrapServers);
  }
}

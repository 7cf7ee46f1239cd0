package dev.tagstream.pipeline.kafka;

import dev.tagstream.pipeline.config.KafkaConfig;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How clients connect to a Kafka cluster.
 *
 * @param bootstrapServers the brokers to connect to first, {@code host:port[,host:port...]}
 * @param clientProperties properties of all clients, for SASL and TLS
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> clientProperties)
    implements Serializable {

  /** A single request in flight, see {@link #forProducer}. */
  static final int ONE_REQUEST = 1;

  public KafkaConnection {
    clientProperties = Map.copyOf(clientProperties);
  }

  /** A cluster without authentication and encryption. */
  public static KafkaConnection to(String bootstrapServers) {
    return new KafkaConnection(bootstrapServers, Map.of());
  }

  /** The cluster in the job's configuration. */
  public static KafkaConnection of(KafkaConfig config) {
    return new KafkaConnection(config.bootstrapServers(), config.properties().common());
  }

  /** The properties of one client: these and the connection's. */
  public Map<String, Object> with(Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.putAll(clientProperties);
    all.put("bootstrap.servers", bootstrapServers);
    return all;
  }

  /**
   * The properties of a producer: these and the connection's, with one request in flight unless
   * they set another number.
   *
   * <p>A broker without state of a producer accepts any first sequence number. If a new leader
   * refuses a producer's first batch and accepts the second, the first batch stays out of order for
   * ever. With one request in flight, nothing can overtake the first batch.
   */
  public Map<String, Object> forProducer(Map<String, Object> properties) {
    Map<String, Object> ordered = new HashMap<>(properties);
    ordered.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, ONE_REQUEST);
    return with(ordered);
  }

  /** The address; properties may hold passwords. */
  @Override
  public String toString() {
    return "KafkaConnection[bootstrapServers=%s]".formatted(bootstrapServers);
  }
}

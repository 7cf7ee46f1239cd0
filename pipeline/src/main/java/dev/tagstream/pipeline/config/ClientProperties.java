package dev.tagstream.pipeline.config;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Properties that are passed on to Kafka's clients.
 *
 * @param common for all clients
 * @param consumer for consumers, overriding {@code common}
 * @param producer for producers, overriding {@code common}
 */
public record ClientProperties(
    Map<String, String> common, Map<String, String> consumer, Map<String, String> producer)
    implements Serializable {

  /** Parts of the names of properties whose values must not appear in a log. */
  private static final List<String> SECRETS =
      List.of(
          "password", "secret", "token", "jaas", "credential", "ssl.keystore.key", "basic.auth");

  private static final List<String> OPTIONS =
      List.of(
          TaggingOptions.KAFKA_PROPERTIES.key(),
          TaggingOptions.KAFKA_CONSUMER_PROPERTIES.key(),
          TaggingOptions.KAFKA_PRODUCER_PROPERTIES.key());

  /** The options of the schema registry. */
  private static final String REGISTRY = "tagging.kafka.registry.";

  /** Client properties that have an option of their own or belong to the job. */
  private static final Map<String, String> SET_ELSEWHERE =
      Map.ofEntries(
          Map.entry("bootstrap.servers", "set " + TaggingOptions.KAFKA_BOOTSTRAP_SERVERS.key()),
          Map.entry("group.id", "set " + TaggingOptions.KAFKA_GROUP_ID.key()),
          Map.entry("auto.offset.reset", "set " + TaggingOptions.KAFKA_START_FROM.key()),
          Map.entry(
              "transaction.timeout.ms", "set " + TaggingOptions.KAFKA_TRANSACTION_TIMEOUT.key()),
          Map.entry(
              "transactional.id", "set " + TaggingOptions.KAFKA_TRANSACTIONAL_ID_PREFIX.key()),
          Map.entry("enable.auto.commit", "the job commits at checkpoints"),
          Map.entry("key.deserializer", "the job reads bytes"),
          Map.entry("value.deserializer", "the job reads bytes"),
          Map.entry("key.serializer", "the job writes bytes"),
          Map.entry("value.serializer", "the job writes bytes"));

  public ClientProperties {
    common = Map.copyOf(common);
    consumer = Map.copyOf(consumer);
    producer = Map.copyOf(producer);
    refuseSetElsewhere(TaggingOptions.KAFKA_PROPERTIES.key(), common);
    refuseSetElsewhere(TaggingOptions.KAFKA_CONSUMER_PROPERTIES.key(), consumer);
    refuseSetElsewhere(TaggingOptions.KAFKA_PRODUCER_PROPERTIES.key(), producer);
  }

  static ClientProperties read(OptionReader options) {
    return new ClientProperties(
        options.read(TaggingOptions.KAFKA_PROPERTIES),
        options.read(TaggingOptions.KAFKA_CONSUMER_PROPERTIES),
        options.read(TaggingOptions.KAFKA_PRODUCER_PROPERTIES));
  }

  /** All properties of a consumer. */
  public Map<String, String> forConsumer() {
    return merged(consumer);
  }

  /** All properties of a producer. */
  public Map<String, String> forProducer() {
    return merged(producer);
  }

  /**
   * Whether an option sets a property that may be a password or the like, so that nobody should
   * give it as an argument: others can read a command line.
   *
   * @param value several properties, if the key names none
   */
  public static boolean isSecretArgument(String key, String value) {
    if (key.startsWith(REGISTRY)) {
      return isSecret(key);
    }
    return OPTIONS.stream()
        .anyMatch(
            option ->
                key.equals(option)
                    ? isSecret(value)
                    : key.startsWith(option + ".") && isSecret(key.substring(option.length())));
  }

  /** Whether a property may be a password or the like, by its name. */
  public static boolean isSecret(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return SECRETS.stream().anyMatch(lowerCase::contains);
  }

  /** Names and values; secret values are hidden. */
  @Override
  public String toString() {
    return "ClientProperties[common=%s, consumer=%s, producer=%s]"
        .formatted(withoutSecrets(common), withoutSecrets(consumer), withoutSecrets(producer));
  }

  private Map<String, String> merged(Map<String, String> over) {
    Map<String, String> all = new HashMap<>(common);
    all.putAll(over);
    return all;
  }

  private static Map<String, String> withoutSecrets(Map<String, String> properties) {
    Map<String, String> shown = new TreeMap<>(properties);
    shown.replaceAll((name, value) -> isSecret(name) ? "******" : value);
    return shown;
  }

  private static void refuseSetElsewhere(String option, Map<String, String> properties) {
    for (String name : new TreeMap<>(properties).keySet()) {
      if (SET_ELSEWHERE.containsKey(name)) {
        throw new InvalidConfigException(
            "%s.%s must not be set: %s".formatted(option, name, SET_ELSEWHERE.get(name)));
      }
    }
  }
}

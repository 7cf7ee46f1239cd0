package dev.tagstream.pipeline.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.pipeline.config.Framing;
import dev.tagstream.pipeline.config.RegistryConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.kafka.event.Frame;
import dev.tagstream.pipeline.kafka.registry.RegistryClient;
import dev.tagstream.pipeline.kafka.registry.Subjects;
import dev.tagstream.pipeline.kafka.registry.UnusableRegistryException;
import dev.tagstream.schemas.codec.SingleObjectHeader;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What stands before each record of a topic of results.
 *
 * @param framing not {@link Framing#AUTO}
 * @param schemaId of the results' schema in the registry; 0 for a framing without ids
 */
record ResultFrame(Framing framing, long schemaId) implements Serializable {

  static final ResultFrame SINGLE_OBJECT = new ResultFrame(Framing.SINGLE_OBJECT, 0);

  /**
   * Looks up the id of a schema in the registry, if the framing needs one, and registers it if the
   * registry does not have it and the configuration says so.
   *
   * @throws UnusableRegistryException if the registry does not have the schema or refuses it
   */
  static ResultFrame of(
      Framing framing, String topic, Schema schema, @Nullable RegistryConfig registry)
      throws InterruptedException {
    if (!framing.hasIds() || registry == null) {
      return new ResultFrame(framing, 0);
    }
    RegistryClient client = new RegistryClient(registry);
    String subject = Subjects.ofValues(topic);
    Schema published = withoutJavaTypes(schema);
    OptionalLong id = client.idOf(subject, published);
    if (id.isPresent()) {
      return new ResultFrame(framing, id.getAsLong());
    }
    if (registry.registers()) {
      return new ResultFrame(framing, client.register(subject, published));
    }
    throw missing(subject, schema, client.incompatibility(subject, published));
  }

  /**
   * Makes sure that the registry has a schema, or would take it from a job that may register it.
   * Registers nothing.
   *
   * @throws UnusableRegistryException if the job could not start
   */
  static void check(Framing framing, String topic, Schema schema, RegistryConfig registry)
      throws InterruptedException {
    if (!framing.hasIds()) {
      return;
    }
    RegistryClient client = new RegistryClient(registry);
    String subject = Subjects.ofValues(topic);
    Schema published = withoutJavaTypes(schema);
    if (client.idOf(subject, published).isPresent()) {
      return;
    }
    Optional<String> incompatibility = client.incompatibility(subject, published);
    if (incompatibility.isPresent() || !registry.registers()) {
      throw missing(subject, schema, incompatibility);
    }
  }

  private static UnusableRegistryException missing(
      String subject, Schema schema, Optional<String> incompatibility) {
    return new UnusableRegistryException(
        incompatibility
            .map(
                reason ->
                    "the schema registry would not take this version of %s under the subject '%s': %s; name another topic, or relax the subject's compatibility"
                        .formatted(schema.getName(), subject, reason))
            .orElse(
                "the schema registry does not have this version of %s under the subject '%s'; register it, or set %s to true"
                    .formatted(
                        schema.getName(), subject, TaggingOptions.KAFKA_REGISTRY_REGISTER.key())));
  }

  /** The first bytes of each message of a schema. */
  byte[] header(Schema schema) {
    return switch (framing) {
      case SINGLE_OBJECT -> SingleObjectHeader.of(schema);
      case CONFLUENT, APICURIO -> Frame.header(framing, schemaId);
      case NONE -> new byte[0];
      case AUTO -> throw new IllegalStateException("results have one framing");
    };
  }

  /** The schema as in its .avsc file: generated classes add the types that they use in Java. */
  static Schema withoutJavaTypes(Schema schema) {
    try {
      JsonNode json = new JsonMapper().readTree(schema.toString());
      json.findParents("avro.java.string")
          .forEach(type -> ((ObjectNode) type).remove("avro.java.string"));
      return new Schema.Parser().parse(json.toString());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a schema is JSON", impossible);
    }
  }
}

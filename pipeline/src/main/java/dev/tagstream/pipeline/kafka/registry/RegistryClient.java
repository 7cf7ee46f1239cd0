package dev.tagstream.pipeline.kafka.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.pipeline.config.RegistryConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import java.net.URLEncoder;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * A client of a schema registry: schemas by id and by subject, ids of schemas, registration.
 *
 * <p>Every call throws {@link UnusableRegistryException} if no server answers in time or one
 * refuses for good. Safe for use by several threads.
 */
public final class RegistryClient {

  private static final int MOST_REFERENCES = 100;

  private final RegistryConnection connection;

  public RegistryClient(RegistryConfig config) {
    this.connection = new RegistryConnection(config);
  }

  /**
   * The schema of an id, with all schemas that it refers to. Global ids are an exception: their
   * references are not read, so a schema with references counts as not valid.
   *
   * @throws MissingSchemaException if the registry has none, or it is not Avro
   */
  Schema byId(long id) throws MissingSchemaException, InterruptedException {
    String name = "the id " + id;
    if (connection.hasGlobalIds()) {
      RegistryAnswer answer = connection.ask("/ids/globalIds/" + id, Question.GLOBAL_ID, null);
      requireFound(answer, name);
      return parsed(name, answer.body().toString(), new Schema.Parser());
    }
    RegistryAnswer answer = connection.ask("/schemas/ids/" + id, Question.SCHEMA, null);
    requireFound(answer, name);
    return schema(answer, name);
  }

  /**
   * The newest schema of a subject.
   *
   * @throws MissingSchemaException if the registry has none, or it is not Avro
   */
  public Schema latest(String subject) throws MissingSchemaException, InterruptedException {
    RegistryAnswer answer =
        connection.ask(pathOf(subject) + "/versions/latest", Question.SCHEMA, null);
    String name = "the subject '%s'".formatted(subject);
    requireFound(answer, name);
    return schema(answer, name);
  }

  /** Makes sure that a server answers, whatever it has. */
  public void requireAnswer() throws InterruptedException {
    if (connection.hasGlobalIds()) {
      connection.ask("/ids/globalIds/1", Question.GLOBAL_ID, null);
    } else {
      connection.ask("/schemas/ids/1", Question.SCHEMA, null);
    }
  }

  /** The id of a schema under a subject; empty if the registry does not have it there. */
  public OptionalLong idOf(String subject, Schema schema) throws InterruptedException {
    RegistryAnswer answer = connection.ask(pathOf(subject), Question.ID, request(schema));
    if (answer.isMissing()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(id(answer, subject));
  }

  /**
   * Registers a schema under a subject, if it is not there yet, and returns its id.
   *
   * @throws UnusableRegistryException if the registry refuses it, such as an incompatible one
   */
  public long register(String subject, Schema schema) throws InterruptedException {
    RegistryAnswer answer =
        connection.ask(pathOf(subject) + "/versions", Question.ID, request(schema));
    return id(answer, subject);
  }

  /** Why the registry would not take a schema as the next one of a subject; empty if it would. */
  public Optional<String> incompatibility(String subject, Schema schema)
      throws InterruptedException {
    RegistryAnswer answer =
        connection.ask(
            "/compatibility" + pathOf(subject) + "/versions/latest",
            Question.COMPATIBILITY,
            request(schema));
    if (answer.isFound() && !answer.body().path("is_compatible").asBoolean()) {
      return Optional.of("it is incompatible with the latest one there");
    }
    return answer.isFound() || answer.isMissing()
        ? Optional.empty()
        : Optional.of(answer.message());
  }

  private String pathOf(String subject) {
    if (connection.hasGlobalIds()) {
      throw new UnusableRegistryException(
          "%s has no subjects; give the URL of Confluent's interface, which ends with /apis/ccompat/v7, in %s"
              .formatted(
                  connection.config().urls().get(0), TaggingOptions.KAFKA_REGISTRY_URLS.key()));
    }
    return "/subjects/" + encoded(subject);
  }

  private static long id(RegistryAnswer answer, String subject) {
    if (!answer.isFound()) {
      throw new UnusableRegistryException(
          "the schema registry %s refuses the schema for the subject '%s': %s (%d); check the subject's compatibility"
              .formatted(answer.url(), subject, answer.message(), answer.status()));
    }
    return answer.body().path("id").asLong();
  }

  private static void requireFound(RegistryAnswer answer, String name)
      throws MissingSchemaException {
    if (!answer.isFound()) {
      throw new MissingSchemaException(
          "the schema registry has no schema with %s (it answers %d)"
              .formatted(name, answer.status()));
    }
  }

  private Schema schema(RegistryAnswer answer, String name)
      throws MissingSchemaException, InterruptedException {
    Schema.Parser parser = new Schema.Parser();
    parseReferences(answer.body(), name, parser, new HashSet<>());
    return parsed(name, avro(answer.body(), name), parser);
  }

  /** Parses first the schemas that a schema refers to by name. */
  private void parseReferences(
      JsonNode schema, String name, Schema.Parser parser, Set<String> known)
      throws MissingSchemaException, InterruptedException {
    for (JsonNode reference : schema.path("references")) {
      String subject = reference.path("subject").asText();
      String path = pathOf(subject) + "/versions/" + reference.path("version").asInt();
      if (!known.add(path)) {
        continue;
      }
      if (known.size() > MOST_REFERENCES) {
        throw new MissingSchemaException(
            "the schema with %s refers to more than %d others".formatted(name, MOST_REFERENCES));
      }
      RegistryAnswer answer = connection.ask(path, Question.SCHEMA, null);
      requireFound(answer, "the subject '%s'".formatted(subject));
      parseReferences(answer.body(), name, parser, known);
      parsed(name, avro(answer.body(), name), parser);
    }
  }

  private static String avro(JsonNode schema, String name) throws MissingSchemaException {
    String type = schema.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new MissingSchemaException("the schema with %s is %s, not Avro".formatted(name, type));
    }
    return schema.path("schema").asText();
  }

  private static Schema parsed(String name, String json, Schema.Parser parser)
      throws MissingSchemaException {
    try {
      return parser.parse(json);
    } catch (RuntimeException malformed) {
      // text that is no schema meets many different exceptions inside Avro
      throw new MissingSchemaException(
          "the schema with %s is not valid: %s"
              .formatted(
                  name, String.valueOf(malformed.getMessage()).lines().findFirst().orElse("")));
    }
  }

  private static ObjectNode request(Schema schema) {
    return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, UTF_8).replace("+", "%20");
  }
}

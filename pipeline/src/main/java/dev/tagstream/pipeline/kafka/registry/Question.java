package dev.tagstream.pipeline.kafka.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/** What a registry is asked for, and the form of its answer. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum Question {
  /** A schema: its text is the field {@code schema}. */
  SCHEMA(body -> body.path("schema").isTextual()),
  /** A schema by its global id: the body is the schema, which may be any JSON. */
  GLOBAL_ID(body -> !body.isMissingNode()),
  /** The id of a schema that is sent; a registry may refuse it. */
  ID(body -> body.path("id").canConvertToLong()),
  /** Whether a subject would take a schema that is sent; a registry may refuse it. */
  COMPATIBILITY(body -> body.path("is_compatible").isBoolean());

  private final Predicate<JsonNode> answered;

  Question(Predicate<JsonNode> answered) {
    this.answered = answered;
  }

  /** Whether a body answers it. */
  boolean isAnsweredBy(JsonNode body) {
    return answered.test(body);
  }

  /** Whether a registry may refuse what is sent with it. */
  boolean mayBeRefused() {
    return this == ID || this == COMPATIBILITY;
  }
}
